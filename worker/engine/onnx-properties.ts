import { AppError } from '../../src/shared/errors';

/** ModelProto.metadata_props, a repeated StringStringEntryProto (onnx.proto3, ONNX IR version 10). */
const METADATA_PROPS = 14;
/** ModelProto.graph; a file without one is no model. */
const GRAPH = 7;

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/**
 * The `metadata_props` of an ONNX file, which onnxruntime-web does not expose: key -> value.
 * Only the outermost message is walked; the graph is stepped over, so that the cost does not depend on its size.
 *
 * @throws AppError `model-truncated` where a field reaches over the end, `model-not-onnx` for anything else that is
 * not a ModelProto with a graph.
 */
export function readOnnxProperties(bytes: Uint8Array): ReadonlyMap<string, string> {
  const properties = new Map<string, string>();
  let graph = false;
  for (const field of fields(bytes)) {
    if (field.number === GRAPH) graph = true;
    if (field.number === METADATA_PROPS && field.value) {
      const [key, value] = readEntry(field.value);
      properties.set(key, value);
    }
  }
  if (!graph) throw new AppError('model-not-onnx');
  return properties;
}

function readEntry(bytes: Uint8Array): [key: string, value: string] {
  const text = new TextDecoder();
  let key = '';
  let value = '';
  for (const field of fields(bytes)) {
    if (field.number === 1 && field.value) key = text.decode(field.value);
    if (field.number === 2 && field.value) value = text.decode(field.value);
  }
  return [key, value];
}

interface Field {
  readonly number: number;
  /** The bytes of a length-delimited field. */
  readonly value: Uint8Array | undefined;
}

function* fields(bytes: Uint8Array): Generator<Field> {
  let at = 0;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; scale <= 2 ** 63; scale *= 128) {
      const byte = bytes[at++];
      if (byte === undefined) throw new AppError('model-truncated');
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
    throw new AppError('model-not-onnx');
  };
  while (at < bytes.length) {
    const tag = varint();
    const number = Math.floor(tag / 8);
    const wireType = tag % 8;
    if (number === 0) throw new AppError('model-not-onnx');
    let value: Uint8Array | undefined;
    if (wireType === VARINT) varint();
    else if (wireType === FIXED64) at += 8;
    else if (wireType === FIXED32) at += 4;
    else if (wireType === LENGTH_DELIMITED) {
      const length = varint();
      value = bytes.subarray(at, at + length);
      at += length;
    } else throw new AppError('model-not-onnx');
    if (at > bytes.length) throw new AppError('model-truncated');
    yield { number, value };
  }
}
