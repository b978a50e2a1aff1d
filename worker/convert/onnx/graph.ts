import { tooLarge } from '../fail';
import { LIMITS } from '../limits';
import type { TensorReference } from '../pickle/values';
import type { StorageBytes } from './tensor-data';
import { bytesOf, weightContent } from './weight-data';

/** Name of a tensor of the graph. */
export type Value = string & { readonly kind: 'value' };

export type Attribute = number | string | readonly number[] | { readonly float: number };

export interface GraphNode {
  readonly name: string;
  readonly operator: string;
  readonly inputs: readonly Value[];
  readonly outputs: readonly Value[];
  readonly attributes: Readonly<Record<string, Attribute>>;
}

/** Elements of an initializer, little-endian. */
export interface TensorContent {
  readonly type: 'float32' | 'float16' | 'int64';
  readonly bytes: Uint8Array<ArrayBuffer>;
}

/** A constant tensor. Its bytes are made only once the weights are there, so that a graph can be planned without. */
export interface Initializer {
  readonly name: Value;
  readonly shape: readonly number[];
  /** The tensors of the checkpoint it is made of. */
  readonly sources: readonly TensorReference[];
  readonly content: (storage: StorageBytes) => TensorContent;
}

/** An ONNX graph under construction. Names are made of the path of the layer and the operator. */
export class Graph {
  readonly nodes: GraphNode[] = [];
  readonly initializers = new Map<string, Initializer>();
  readonly #uses = new Map<string, number>();
  #elements = 0;

  /** Adds a node with one output. */
  node(
    path: string,
    operator: string,
    inputs: readonly Value[],
    attributes: Readonly<Record<string, Attribute>> = {},
  ): Value {
    const [output] = this.nodeOf(path, operator, inputs, attributes, 1);
    return output as Value;
  }

  /** Adds a node with `count` outputs. */
  nodeOf(
    path: string,
    operator: string,
    inputs: readonly Value[],
    attributes: GraphNode['attributes'],
    count: number,
  ): readonly Value[] {
    const name = this.#name(`/${path}/${operator}`);
    const outputs = Array.from({ length: count }, (_, index) => `${name}_output_${index}` as Value);
    return this.#push({ name, operator, inputs, outputs, attributes });
  }

  /**
   * `value` in the type the layers compute in: float32, unless `halveComputation` changes it. Free where the type is
   * that already, and calculated once for constants.
   */
  toCompute(path: string, value: Value): Value {
    return this.node(`${path}.${COMPUTE}`, 'Cast', [value], { to: ONNX_FLOAT });
  }

  /** `value`, which the layers computed, as float32. */
  toFloat(path: string, value: Value): Value {
    return this.node(path, 'Cast', [value], { to: ONNX_FLOAT });
  }

  /** Splits `input` along `axis` into parts of the given sizes. */
  split(path: string, input: Value, axis: number, sizes: readonly number[]): readonly Value[] {
    return this.nodeOf(path, 'Split', [input, this.integers(sizes)], { axis }, sizes.length);
  }

  /** Weights of the checkpoint as float32: half precision in the file, widened once, when a session is made. */
  weights(path: string, tensor: TensorReference): Value {
    const stored = this.#initialize({
      name: this.#name(`${path}.weights`),
      shape: tensor.shape,
      sources: [tensor],
      content: (storage) => weightContent(tensor, storage),
    });
    return this.node(path, 'Cast', [stored], { to: ONNX_FLOAT });
  }

  /** A float32 constant calculated from tensors of the checkpoint. */
  computed(
    name: string,
    shape: readonly number[],
    sources: readonly TensorReference[],
    compute: (storage: StorageBytes) => Float64Array,
  ): Value {
    return this.#initialize({
      name: this.#name(name),
      shape,
      sources,
      content: (storage) => ({ type: 'float32', bytes: bytesOf(Float32Array.from(compute(storage))) }),
    });
  }

  /** A float32 constant of one element. */
  float(value: number): Value {
    return this.#constant(`float ${value}`, [], { type: 'float32', bytes: bytesOf(Float32Array.of(value)) });
  }

  /** A float32 constant of one dimension. */
  floats(values: readonly number[]): Value {
    const content: TensorContent = { type: 'float32', bytes: bytesOf(Float32Array.from(values)) };
    return this.#constant(`floats ${values.join(' ')}`, [values.length], content);
  }

  /** An int64 constant without dimensions. */
  integer(value: number): Value {
    return this.#constant(`integer ${value}`, [], {
      type: 'int64',
      bytes: bytesOf(BigInt64Array.of(BigInt(value))),
    });
  }

  /** An int64 constant of one dimension, as sizes, axes and shapes are. */
  integers(values: readonly number[]): Value {
    const content: TensorContent = { type: 'int64', bytes: bytesOf(BigInt64Array.from(values, BigInt)) };
    return this.#constant(`integers ${values.join(' ')}`, [values.length], content);
  }

  /** Names an existing value, as the outputs of the graph must be. */
  rename(value: Value, name: string): Value {
    return this.#push({
      name,
      operator: 'Identity',
      inputs: [value],
      outputs: [name as Value],
      attributes: {},
    })[0] as Value;
  }

  #constant(name: string, shape: readonly number[], content: TensorContent): Value {
    if (!this.initializers.has(name)) {
      this.#initialize({ name: name as Value, shape, sources: [], content: () => content });
    }
    return name as Value;
  }

  #initialize(initializer: Initializer): Value {
    this.#elements += initializer.shape.reduce((product, size) => product * size, 1);
    if (this.#elements > LIMITS.graphElements) throw tooLarge('graphElements', this.#elements);
    this.initializers.set(initializer.name, initializer);
    return initializer.name;
  }

  #push(node: GraphNode): readonly Value[] {
    if (this.nodes.length >= LIMITS.graphNodes) throw tooLarge('graphNodes', this.nodes.length);
    this.nodes.push(node);
    return node.outputs;
  }

  #name(base: string): Value {
    const uses = this.#uses.get(base) ?? 0;
    this.#uses.set(base, uses + 1);
    return (uses === 0 ? base : `${base}_${uses}`) as Value;
  }
}

/** Last part of the names of the nodes that change to the type of computation. */
export const COMPUTE = 'compute';

/** `TensorProto.DataType` of ONNX. */
export const ONNX_FLOAT = 1;
export const ONNX_INT64 = 7;
export const ONNX_FLOAT16 = 10;
