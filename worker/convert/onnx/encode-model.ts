import {
  ONNX_FLOAT,
  ONNX_FLOAT16,
  ONNX_INT64,
  type Attribute,
  type Graph,
  type GraphNode,
  type Initializer,
} from './graph';
import { ProtoMessage } from './proto-message';
import type { StorageBytes } from './tensor-data';

/** A dimension is a number or the name of one that the caller chooses. */
export interface GraphPort {
  readonly name: string;
  readonly shape: readonly (number | string)[];
}

export interface ModelDescription {
  readonly graph: Graph;
  readonly inputs: readonly GraphPort[];
  readonly outputs: readonly GraphPort[];
  readonly metadata: readonly (readonly [key: string, value: string])[];
}

/** Versions that every onnxruntime since 1.12 reads; those of an Ultralytics export. */
const IR_VERSION = 8;
const OPSET = 17;
const PRODUCER = 'mars-dust-storm-detection';

const TYPES = { float32: ONNX_FLOAT, int64: ONNX_INT64, float16: ONNX_FLOAT16 } as const;

/** Encodes an ONNX `ModelProto`; field numbers are those of `onnx.proto`. */
export function encodeModel(model: ModelDescription, storage: StorageBytes): Uint8Array<ArrayBuffer> {
  const graph = new ProtoMessage();
  for (const node of model.graph.nodes) graph.message(1, encodeNode(node));
  graph.text(2, 'network');
  for (const initializer of model.graph.initializers.values())
    graph.message(5, encodeTensor(initializer, storage));
  for (const input of model.inputs) graph.message(11, encodePort(input));
  for (const output of model.outputs) graph.message(12, encodePort(output));
  const message = new ProtoMessage().int(1, IR_VERSION).text(2, PRODUCER).message(7, graph);
  message.message(8, new ProtoMessage().int(2, OPSET));
  for (const [key, value] of model.metadata)
    message.message(14, new ProtoMessage().text(1, key).text(2, value));
  return message.encode();
}

function encodeNode(node: GraphNode): ProtoMessage {
  const message = new ProtoMessage();
  for (const input of node.inputs) message.text(1, input);
  for (const output of node.outputs) message.text(2, output);
  message.text(3, node.name).text(4, node.operator);
  for (const [name, attribute] of Object.entries(node.attributes))
    message.message(5, encodeAttribute(name, attribute));
  return message;
}

/** `AttributeProto`: the value's field and, in field 20, its type. */
function encodeAttribute(name: string, attribute: Attribute): ProtoMessage {
  const message = new ProtoMessage().text(1, name);
  if (typeof attribute === 'number') return message.int(3, attribute).int(20, 2);
  if (typeof attribute === 'string') return message.text(4, attribute).int(20, 3);
  if ('float' in attribute) return message.float(2, attribute.float).int(20, 1);
  for (const value of attribute) message.int(8, value);
  return message.int(20, 7);
}

function encodeTensor(initializer: Initializer, storage: StorageBytes): ProtoMessage {
  const { type, bytes } = initializer.content(storage);
  const message = new ProtoMessage();
  for (const size of initializer.shape) message.int(1, size);
  return message.int(2, TYPES[type]).text(8, initializer.name).bytes(9, bytes);
}

/** `ValueInfoProto` of a float32 tensor. */
function encodePort({ name, shape }: GraphPort): ProtoMessage {
  const dimensions = new ProtoMessage();
  for (const size of shape) {
    const dimension = new ProtoMessage();
    dimensions.message(1, typeof size === 'number' ? dimension.int(1, size) : dimension.text(2, size));
  }
  const tensor = new ProtoMessage().int(1, ONNX_FLOAT).message(2, dimensions);
  return new ProtoMessage().text(1, name).message(2, new ProtoMessage().message(1, tensor));
}
