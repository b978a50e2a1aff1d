import { encodeField, joinBytes } from './encode-field';
import { TENSOR } from './onnx-schema';

/**
 * A `TensorProto`.
 * @param type `TensorProto.DataType`
 * @param elements as they lie in memory
 */
export function encodeTensor(
  type: number,
  shape: readonly number[],
  elements: ArrayBuffer,
  name = '',
): Uint8Array {
  return joinBytes([
    ...shape.map((side) => encodeField(TENSOR.dimensions, side)),
    encodeField(TENSOR.type, type),
    encodeField(TENSOR.name, name),
    encodeField(TENSOR.rawData, new Uint8Array(elements)),
  ]);
}
