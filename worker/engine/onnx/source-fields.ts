import type { ByteSource } from '../../../src/shared/byte-source';
import { AppError } from '../../../src/shared/errors';
import { readField, type OnnxField } from './onnx-fields';

/** A tag and a length are two varints of at most ten bytes each. */
const HEADER_BYTES = 20;

/**
 * The fields of the protocol buffers message that lies in a file from `from` to `to`, which are places in the file too.
 * Only their headers are read.
 *
 * @throws AppError `model-truncated` where a field reaches over the end, `model-not-onnx` for what is no message
 */
export async function* sourceFields(
  source: ByteSource,
  from = 0,
  to = source.size,
): AsyncGenerator<OnnxField> {
  for (let at = from; at < to;) {
    const header = await source.read(at, Math.min(at + HEADER_BYTES, to));
    const { number, value, start, end } = readField(header, 0, header.length);
    if (at + end > to) throw new AppError('model-truncated');
    yield { number, value, tag: at, start: at + start, end: at + end };
    at += end;
  }
}
