import { AppError } from '../../../src/shared/errors';

/** Wire types of protocol buffers (encoding guide, "Message structure"). */
const VARINT = 0;
const FIXED64 = 1;
const LENGTH_DELIMITED = 2;
const FIXED32 = 5;

export interface OnnxField {
  readonly number: number;
  /** The value of a varint; the length of a length-delimited field. */
  readonly value: number;
  /** Where its tag begins. */
  readonly tag: number;
  /** Where the bytes of a length-delimited field begin and end; both the end of any other field. */
  readonly start: number;
  readonly end: number;
}

/**
 * The fields of the protocol buffers message that lies in `bytes` from `from` to `to`, which are places in `bytes` too.
 *
 * @throws AppError `model-truncated` where a field reaches over the end, `model-not-onnx` for what is no message
 */
export function* onnxFields(bytes: Uint8Array, from = 0, to = bytes.length): Generator<OnnxField> {
  for (let at = from; at < to;) {
    const field = readField(bytes, at, to);
    if (field.end > to) throw new AppError('model-truncated');
    yield field;
    at = field.end;
  }
}

/** The field whose tag is at `at`. Its header has to lie before `to`; its bytes may reach over it. */
export function readField(bytes: Uint8Array, at: number, to: number): OnnxField {
  const key = readVarint(bytes, at, to);
  const number = Math.floor(key.value / 8);
  if (number === 0) throw new AppError('model-not-onnx');
  return { number, tag: at, ...extent(bytes, key.next, to, key.value % 8) };
}

function extent(bytes: Uint8Array, at: number, to: number, wireType: number) {
  switch (wireType) {
    case VARINT: {
      const { value, next } = readVarint(bytes, at, to);
      return { value, start: next, end: next };
    }
    case FIXED64:
      return { value: 0, start: at + 8, end: at + 8 };
    case FIXED32:
      return { value: 0, start: at + 4, end: at + 4 };
    case LENGTH_DELIMITED: {
      const { value, next } = readVarint(bytes, at, to);
      return { value, start: next, end: next + value };
    }
    default:
      throw new AppError('model-not-onnx');
  }
}

function readVarint(bytes: Uint8Array, from: number, to: number): { value: number; next: number } {
  let value = 0;
  for (let i = 0; i < 10; i++) {
    const byte = bytes[from + i];
    if (byte === undefined || from + i >= to) throw new AppError('model-truncated');
    value += (byte & 127) * 2 ** (7 * i);
    if (byte < 128) return { value, next: from + i + 1 };
  }
  throw new AppError('model-not-onnx');
}
