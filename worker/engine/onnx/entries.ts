import { encodeField, joinBytes } from './encode-field';
import { onnxFields } from './onnx-fields';

/**
 * Reads the `StringStringEntryProto` that lies in `bytes` from `from` to `to`.
 * @throws AppError as `onnxFields`
 */
export function readEntry(bytes: Uint8Array, from = 0, to = bytes.length): [key: string, value: string] {
  const text = new TextDecoder();
  const entry: [string, string] = ['', ''];
  for (const { number, start, end } of onnxFields(bytes, from, to)) {
    if (number === 1 || number === 2) entry[number - 1] = text.decode(bytes.subarray(start, end));
  }
  return entry;
}

export function encodeEntry(key: string, value: string): Uint8Array {
  return joinBytes([encodeField(1, key), encodeField(2, value)]);
}
