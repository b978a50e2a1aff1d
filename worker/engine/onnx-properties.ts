import type { ByteSource } from '../../src/shared/byte-source';
import { AppError } from '../../src/shared/errors';
import { bytesSource } from './bytes-source';

/** ModelProto.metadata_props, a repeated StringStringEntryProto (onnx.proto3, ONNX IR version 10). */
const METADATA_PROPS = 14;
/** ModelProto.graph; a file without one is no model. */
const GRAPH = 7;

const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

/** A tag and a length are two varints of at most ten bytes each. */
const HEADER_BYTES = 20;

/** Ultralytics writes its training arguments here, a few kB; a longer property is a broken or hostile file. */
const MAX_PROPERTY_BYTES = 1_000_000;

/**
 * The `metadata_props` of an ONNX file, which onnxruntime-web does not expose: key -> value.
 * Only the outermost message is walked; the graph is stepped over, so that the cost does not depend on its size.
 *
 * @throws AppError `model-truncated` where a field reaches over the end, `model-not-onnx` for anything else that is
 * not a ModelProto with a graph.
 */
export async function readOnnxProperties(source: ByteSource): Promise<ReadonlyMap<string, string>> {
  const properties = new Map<string, string>();
  let graph = false;
  for await (const { number, start, end } of fields(source)) {
    if (number === GRAPH) graph = true;
    if (number === METADATA_PROPS && end - start <= MAX_PROPERTY_BYTES) {
      const [key, value] = await readEntry(await source.read(start, end));
      properties.set(key, value);
    }
  }
  if (!graph) throw new AppError('model-not-onnx');
  return properties;
}

async function readEntry(bytes: Uint8Array<ArrayBuffer>): Promise<[key: string, value: string]> {
  const text = new TextDecoder();
  const entry: [string, string] = ['', ''];
  for await (const { number, start, end } of fields(bytesSource(bytes))) {
    if (number === 1 || number === 2) entry[number - 1] = text.decode(bytes.subarray(start, end));
  }
  return entry;
}

interface Field {
  readonly number: number;
  /** Where the bytes of a length-delimited field begin and end; equal for other fields. */
  readonly start: number;
  readonly end: number;
}

async function* fields(source: ByteSource): AsyncGenerator<Field> {
  for (let at = 0; at < source.size;) {
    const header = await source.read(at, Math.min(at + HEADER_BYTES, source.size));
    const tag = readVarint(header, 0);
    const number = Math.floor(tag.value / 8);
    if (number === 0) throw new AppError('model-not-onnx');
    const { start, end } = extent(header, tag.next, tag.value % 8);
    if (at + end > source.size) throw new AppError('model-truncated');
    yield { number, start: at + start, end: at + end };
    at += end;
  }
}

/** Where a field's bytes begin and end, relative to its tag. */
function extent(header: Uint8Array, next: number, wireType: number): { start: number; end: number } {
  switch (wireType) {
    case VARINT: {
      const end = readVarint(header, next).next;
      return { start: end, end };
    }
    case FIXED64:
      return { start: next + 8, end: next + 8 };
    case FIXED32:
      return { start: next + 4, end: next + 4 };
    case LENGTH_DELIMITED: {
      const length = readVarint(header, next);
      return { start: length.next, end: length.next + length.value };
    }
    default:
      throw new AppError('model-not-onnx');
  }
}

function readVarint(bytes: Uint8Array, from: number): { readonly value: number; readonly next: number } {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[from + i];
    if (byte === undefined) throw new AppError('model-truncated');
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, next: from + i + 1 };
  }
  throw new AppError('model-not-onnx');
}
