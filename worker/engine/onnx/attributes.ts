import { encodeField, joinBytes } from './encode-field';
import { encodeTensor } from './encode-tensor';
import { onnxFields } from './onnx-fields';
import { FLOAT, TENSOR } from './onnx-schema';

/** An `AttributeProto`. */
export interface OnnxAttribute {
  readonly name: string;
  /** Its value where that is an integer. */
  readonly integer: number | undefined;
  /** Its value where that is a list of integers, written one by one. */
  readonly integers: readonly number[] | undefined;
  /** Its value where that is a tensor of a single float32, as bytes. */
  readonly single: number | undefined;
  readonly isGraph: boolean;
  readonly bytes: Uint8Array;
}

/** Fields of an `AttributeProto`, and its `AttributeType`s. */
const FIELD = {
  name: 1,
  float: 2,
  integer: 3,
  tensor: 5,
  graph: 6,
  integers: 8,
  graphs: 11,
  type: 20,
} as const;
const TYPE = { float: 1, integer: 2, tensor: 4, integers: 7 } as const;
/** Wire type of four bytes. */
const FIXED32 = 5;

export function readAttribute(bytes: Uint8Array): OnnxAttribute {
  let name = '';
  let integer: number | undefined;
  let single: number | undefined;
  let integers: number[] | undefined;
  let isGraph = false;
  for (const { number, value, start, end } of onnxFields(bytes)) {
    if (number === FIELD.name) name = new TextDecoder().decode(bytes.subarray(start, end));
    else if (number === FIELD.integer) integer = value;
    else if (number === FIELD.integers) (integers ??= []).push(start === end ? value : NaN);
    else if (number === FIELD.tensor) single = readSingle(bytes.subarray(start, end));
    else if (number === FIELD.graph || number === FIELD.graphs) isGraph = true;
  }
  return { name, integer, integers, single, isGraph, bytes };
}

function readSingle(tensor: Uint8Array): number | undefined {
  let single: number | undefined;
  let isFloat = false;
  for (const { number, value, start, end } of onnxFields(tensor)) {
    if (number === TENSOR.type) isFloat = value === FLOAT;
    else if (number === TENSOR.rawData && end - start === 4) {
      single = new DataView(tensor.buffer, tensor.byteOffset + start).getFloat32(0, true);
    }
  }
  return isFloat ? single : undefined;
}

export function floatAttribute(name: string, value: number): OnnxAttribute {
  const bytes = new Uint8Array(5);
  bytes[0] = FIELD.float * 8 + FIXED32;
  new DataView(bytes.buffer).setFloat32(1, value, true);
  return makeAttribute(name, bytes, TYPE.float);
}

export function integerAttribute(name: string, value: number): OnnxAttribute {
  return makeAttribute(name, encodeField(FIELD.integer, value), TYPE.integer);
}

export function integersAttribute(name: string, values: readonly number[]): OnnxAttribute {
  const fields = values.map((value) => encodeField(FIELD.integers, value));
  return makeAttribute(name, joinBytes(fields), TYPE.integers);
}

/** @param elements as they lie in memory */
export function tensorAttribute(
  name: string,
  type: number,
  shape: readonly number[],
  elements: ArrayBuffer,
): OnnxAttribute {
  return makeAttribute(name, encodeField(FIELD.tensor, encodeTensor(type, shape, elements)), TYPE.tensor);
}

function makeAttribute(name: string, value: Uint8Array, type: number): OnnxAttribute {
  return readAttribute(joinBytes([encodeField(FIELD.name, name), value, encodeField(FIELD.type, type)]));
}
