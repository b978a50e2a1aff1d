import { encodeField, joinBytes } from '../onnx/encode-field';
import { encodeEntry } from '../onnx/entries';
import { onnxFields, type OnnxField } from '../onnx/onnx-fields';
import { EXTERNAL, GRAPH, TENSOR } from '../onnx/onnx-schema';

/** What stands before the elements of a `TensorProto`. */
export interface TensorHeader {
  readonly name: string;
  /** `TensorProto.DataType`. */
  readonly type: number;
  /** The fields as they are. */
  readonly dimensions: readonly Uint8Array[];
}

/** An initializer with its elements in `raw_data`. */
export interface WeightTensor extends TensorHeader {
  readonly field: OnnxField;
  /** What `dimensions` say; NaN for some where they are written in the packed way. */
  readonly shape: readonly number[];
  readonly data: OnnxField;
}

/** Reads an initializer; undefined where it has anything to it that a plain tensor has not. */
export function readWeightTensor(bytes: Uint8Array, field: OnnxField): WeightTensor | undefined {
  let name = '';
  let type = 0;
  let data: OnnxField | undefined;
  const dimensions: Uint8Array[] = [];
  const shape: number[] = [];
  for (const part of onnxFields(bytes, field.start, field.end)) {
    const { number, value, tag, start, end } = part;
    if (number === TENSOR.dimensions) {
      dimensions.push(bytes.subarray(tag, end));
      shape.push(start === end ? value : NaN);
    } else if (number === TENSOR.type) type = value;
    else if (number === TENSOR.name) name = new TextDecoder().decode(bytes.subarray(start, end));
    else if (number === TENSOR.rawData) data = part;
    else if (number !== TENSOR.documentation && !(number === TENSOR.dataLocation && value === 0))
      return undefined;
  }
  if (!data || name === '') return undefined;
  return { field, name, type, dimensions, shape, data };
}

/** An initializer whose elements are in another file. */
export function encodeReference(
  header: TensorHeader,
  location: string,
  offset: number,
  length: number,
): Uint8Array {
  const entries = Object.entries({ location, offset: `${offset}`, length: `${length}` });
  const fields = entries.map(([key, value]) => encodeField(TENSOR.externalData, encodeEntry(key, value)));
  return encodeTensor(header, [...fields, encodeField(TENSOR.dataLocation, EXTERNAL)]);
}

/** An initializer with its elements. */
export function encodeInPlace(header: TensorHeader, data: Uint8Array): Uint8Array {
  return encodeTensor(header, [encodeField(TENSOR.rawData, data)]);
}

function encodeTensor({ name, type, dimensions }: TensorHeader, fields: readonly Uint8Array[]): Uint8Array {
  const tensor = [...dimensions, encodeField(TENSOR.type, type), encodeField(TENSOR.name, name), ...fields];
  return encodeField(GRAPH.initializer, joinBytes(tensor));
}
