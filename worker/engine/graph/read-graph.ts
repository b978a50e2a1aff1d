import { readEntry } from '../onnx/entries';
import { onnxFields, type OnnxField } from '../onnx/onnx-fields';
import { GRAPH, TENSOR } from '../onnx/onnx-schema';
import { readNode, type OnnxNode } from '../onnx/nodes';
import { readValue, type OnnxValue } from '../onnx/values';

/** What there is to a `GraphProto` but its values. */
export interface Graph {
  /** In an order in which they can be computed. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, Initializer>;
  readonly inputs: readonly OnnxValue[];
  /** Their names. */
  readonly outputs: ReadonlySet<string>;
  /** All that is neither a node nor an input. */
  readonly others: readonly OnnxField[];
  /** Fields that do not stand in the file. */
  readonly made: readonly Uint8Array[];
}

/** A place in another file; bytes. */
export interface ExternalData {
  readonly location: string;
  readonly offset: number;
  readonly length: number;
}

export interface Initializer {
  readonly field: OnnxField;
  /** `TensorProto.DataType`. */
  readonly type: number;
  /** NaN for sides that are written in the packed way. */
  readonly shape: readonly number[];
  /** Where its elements lie in another file. */
  readonly external: ExternalData | undefined;
}

/** @param graph the field of a `ModelProto` in `bytes` */
export function readGraph(bytes: Uint8Array, graph: OnnxField): Graph {
  const fields = [...onnxFields(bytes, graph.start, graph.end)];
  const ofKind = (kind: number) => fields.filter(({ number }) => number === kind);
  return {
    nodes: ofKind(GRAPH.node).map((field) => readNode(bytes, field)),
    initializers: new Map(ofKind(GRAPH.initializer).map((field) => readInitializer(bytes, field))),
    inputs: ofKind(GRAPH.input).map((field) => readValue(bytes, field)),
    outputs: new Set(ofKind(GRAPH.output).map((field) => readValue(bytes, field).name)),
    others: fields.filter(({ number }) => number !== GRAPH.node && number !== GRAPH.input),
    made: [],
  };
}

function readInitializer(bytes: Uint8Array, field: OnnxField): [name: string, Initializer] {
  let name = '';
  let type = 0;
  const entries = new Map<string, string>();
  const shape: number[] = [];
  for (const { number, value, start, end } of onnxFields(bytes, field.start, field.end)) {
    if (number === TENSOR.name) name = new TextDecoder().decode(bytes.subarray(start, end));
    else if (number === TENSOR.type) type = value;
    else if (number === TENSOR.externalData) entries.set(...readEntry(bytes, start, end));
    else if (number === TENSOR.dimensions) shape.push(start === end ? value : NaN);
  }
  return [name, { field, type, shape, external: readExternal(entries) }];
}

function readExternal(entries: ReadonlyMap<string, string>): ExternalData | undefined {
  const location = entries.get('location');
  if (location === undefined) return undefined;
  return { location, offset: Number(entries.get('offset')), length: Number(entries.get('length')) };
}
