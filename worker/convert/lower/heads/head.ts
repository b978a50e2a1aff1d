import type { ModuleNode } from '../../network/module-node';
import type { Value } from '../../onnx/graph';
import type { Lowering } from '../lowering';

/** An output of the network; sizes that depend on the input have names. */
export interface HeadOutput {
  readonly value: Value;
  readonly shape: readonly (number | string)[];
}

/** Adds the nodes of a network's last layer to the graph, decoding included. */
export type LowerHead = (
  lowering: Lowering,
  module: ModuleNode,
  inputs: readonly Value[],
) => readonly HeadOutput[];
