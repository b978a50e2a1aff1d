import type { ByteSource } from '../../src/shared/byte-source';
import { damaged, throwIfAborted } from './fail';
import type { ByteRange } from './plan-reads';

/** A digest fed piece by piece, e.g. a SHA-256; `hash-wasm`'s hashers are of this form. */
export interface Hasher {
  update(bytes: Uint8Array<ArrayBuffer>): unknown;
}

/** A source that remembers, and hashes in the order of reading, what was read through it. */
export interface LoggedSource extends ByteSource {
  readonly ranges: readonly ByteRange[];
}

/** Wraps `source`; also turns a source that breaks its promise of length into a `checkpoint-damaged`. */
export function logReads(source: ByteSource, hasher: Hasher | undefined): LoggedSource {
  const ranges: ByteRange[] = [];
  return {
    size: source.size,
    ranges,
    async read(start, end, signal) {
      throwIfAborted(signal);
      const bytes = await source.read(start, end, signal);
      if (bytes.length !== end - start) throw damaged('read: not as many bytes as asked for');
      ranges.push({ start, end });
      hasher?.update(bytes);
      return bytes;
    },
  };
}
