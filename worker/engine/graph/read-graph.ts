import { onnxFields, type OnnxField } from '../onnx/onnx-fields';
import { FLOAT, GRAPH, TENSOR } from '../onnx/onnx-schema';
import { readNode, type OnnxNode } from '../onnx/nodes';

/** What there is to a `GraphProto` but its values. */
export interface Graph {
  /** In an order in which they can be computed. */
  readonly nodes: readonly OnnxNode[];
  readonly initializers: ReadonlyMap<string, Initializer>;
  /** Names of the inputs that are float32. */
  readonly floatInputs: ReadonlySet<string>;
  readonly outputs: ReadonlySet<string>;
  /** All that is no node. */
  readonly others: readonly OnnxField[];
}

export interface Initializer {
  /** `TensorProto.DataType`. */
  readonly type: number;
  /** Its elements lie in another file. */
  readonly external: boolean;
}

/** @param graph the field of a `ModelProto` in `bytes` */
export function readGraph(bytes: Uint8Array, graph: OnnxField): Graph {
  const fields = [...onnxFields(bytes, graph.start, graph.end)];
  const ofKind = (kind: number) => fields.filter(({ number }) => number === kind);
  const inputs = ofKind(GRAPH.input).map((field) => readValue(bytes, field));
  return {
    nodes: ofKind(GRAPH.node).map((field) => readNode(bytes, field)),
    initializers: new Map(ofKind(GRAPH.initializer).map((field) => readInitializer(bytes, field))),
    floatInputs: new Set(inputs.filter(({ type }) => type === FLOAT).map(({ name }) => name)),
    outputs: new Set(ofKind(GRAPH.output).map((field) => readValue(bytes, field).name)),
    others: fields.filter(({ number }) => number !== GRAPH.node),
  };
}

function readInitializer(bytes: Uint8Array, field: OnnxField): [name: string, Initializer] {
  let name = '';
  let type = 0;
  let external = false;
  for (const { number, value, start, end } of onnxFields(bytes, field.start, field.end)) {
    if (number === TENSOR.name) name = new TextDecoder().decode(bytes.subarray(start, end));
    else if (number === TENSOR.type) type = value;
    else if (number === TENSOR.externalData) external = true;
  }
  return [name, { type, external }];
}

/** `ValueInfoProto`: `name` is field 1; `type` 2, in it `tensor_type` 1, in it `elem_type` 1. */
function readValue(bytes: Uint8Array, field: OnnxField): { name: string; type: number | undefined } {
  const find = (message: OnnxField | undefined, wanted: number) =>
    message && [...onnxFields(bytes, message.start, message.end)].find(({ number }) => number === wanted);
  const name = find(field, 1);
  const type = find(find(find(field, 2), 1), 1);
  return { name: new TextDecoder().decode(bytes.subarray(name?.start, name?.end)), type: type?.value };
}
