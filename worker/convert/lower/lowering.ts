import { AppError } from '../../../src/shared/errors';
import type { ModuleNode } from '../network/module-node';
import type { Graph, Value } from '../onnx/graph';

/** Adds the nodes of one kind of layer to the graph; returns the layer's output. */
export type LowerLayer = (lowering: Lowering, module: ModuleNode, input: Value) => Value;

/** Turns layers into nodes, each by the rule for its class. */
export class Lowering {
  constructor(
    readonly graph: Graph,
    readonly rules: ReadonlyMap<string, LowerLayer>,
  ) {}

  layer(module: ModuleNode, input: Value): Value {
    const rule = this.rules.get(module.type);
    if (!rule) throw new AppError('checkpoint-unknown-module', { module: module.type, path: module.path });
    return rule(this, module, input);
  }

  /** The layers of `module` called `names`, one after the other. */
  chain(module: ModuleNode, names: readonly string[], input: Value): Value {
    return names.reduce<Value>((value, name) => this.layer(module.child(name), value), input);
  }
}
