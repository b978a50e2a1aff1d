import { encodeField, joinBytes } from './encode-field';
import { onnxFields, type OnnxField } from './onnx-fields';

/** A `ValueInfoProto`: an input or output of a graph, as far as it is a tensor. */
export interface OnnxValue {
  /** Where it stands in the file; undefined where it does not stand so in one. */
  readonly field?: OnnxField | undefined;
  readonly name: string;
  /** `TensorProto.DataType`; undefined for what is no tensor. */
  readonly type: number | undefined;
  /** A `TensorShapeProto`; undefined where any will do. */
  readonly shape: Uint8Array | undefined;
}

/** Fields of a `ValueInfoProto`, of its `TypeProto`, and of the `Tensor` in that. */
const VALUE = { name: 1, type: 2 } as const;
const TYPE = { tensor: 1 } as const;
const TENSOR_TYPE = { element: 1, shape: 2 } as const;

/** @param field holds a `ValueInfoProto` */
export function readValue(bytes: Uint8Array, field: OnnxField): OnnxValue {
  const find = (message: OnnxField | undefined, wanted: number) =>
    message && [...onnxFields(bytes, message.start, message.end)].find(({ number }) => number === wanted);
  const name = find(field, VALUE.name);
  const tensor = find(find(field, VALUE.type), TYPE.tensor);
  const shape = find(tensor, TENSOR_TYPE.shape);
  return {
    field,
    name: new TextDecoder().decode(bytes.subarray(name?.start, name?.end)),
    type: find(tensor, TENSOR_TYPE.element)?.value,
    shape: shape && bytes.subarray(shape.start, shape.end),
  };
}

/** The `ValueInfoProto` of a tensor. */
export function encodeValue({ name, type, shape }: OnnxValue): Uint8Array<ArrayBuffer> {
  const tensor = joinBytes([
    encodeField(TENSOR_TYPE.element, type ?? 0),
    ...(shape ? [encodeField(TENSOR_TYPE.shape, shape)] : []),
  ]);
  const typed = encodeField(VALUE.type, encodeField(TYPE.tensor, tensor));
  return joinBytes([encodeField(VALUE.name, name), typed]);
}
