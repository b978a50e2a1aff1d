import { AppError } from '../../../src/shared/errors';
import { TensorReference, type PickleValue } from '../pickle/values';
import { countOf, itemsOf, numberOf } from './read-value';

/** A layer of the network as the checkpoint describes it, with typed access to what belongs to it. */
export class ModuleNode {
  constructor(
    /** Name of its class, e.g. `Conv2d`. */
    readonly type: string,
    /** Where it is, e.g. `model.0.conv`. */
    readonly path: string,
    readonly attributes: ReadonlyMap<PickleValue, PickleValue>,
    readonly children: ReadonlyMap<string, ModuleNode>,
    /** Parameters and buffers. */
    readonly tensors: ReadonlyMap<string, TensorReference>,
  ) {}

  /** Elements of all parameters, those of the children included; statistics of BatchNorm do not count. */
  get parameters(): number {
    let sum = 0;
    for (const [name, tensor] of this.tensors) if (name === 'weight' || name === 'bias') sum += tensor.length;
    for (const child of this.children.values()) sum += child.parameters;
    return sum;
  }

  child(name: string): ModuleNode {
    return this.children.get(name) ?? this.refuse(name);
  }

  tensor(name: string, rank: number): TensorReference {
    const tensor = this.tensors.get(name);
    return tensor?.shape.length === rank ? tensor : this.refuse(name);
  }

  count(name: string): number {
    return countOf(this.attributes.get(name)) ?? this.refuse(name);
  }

  number(name: string): number {
    return numberOf(this.attributes.get(name)) ?? this.refuse(name);
  }

  flag(name: string): boolean {
    const value = this.attributes.get(name);
    return typeof value === 'boolean' ? value : this.refuse(name);
  }

  /** Height and width, of an attribute that gives both or one for both. */
  pair(name: string): readonly [number, number] {
    const value = this.attributes.get(name);
    const items = itemsOf(value) ?? [value, value];
    const [height, width] = [countOf(items[0]), countOf(items[1])];
    if (items.length !== 2 || height === undefined || width === undefined) return this.refuse(name);
    return [height, width];
  }

  /** Throws that this layer, though of a known class, is not as its class should be; `what` names the attribute. */
  refuse(what: string): never {
    throw new AppError('checkpoint-unexpected-module', {
      module: this.type,
      path: this.path,
      attribute: what,
    });
  }
}
