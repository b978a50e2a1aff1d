import type { ByteSource } from '../../src/shared/byte-source';

/** Bytes in memory as a source; reads share the memory. */
export function bytesSource(bytes: Uint8Array<ArrayBuffer>): ByteSource {
  return {
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.subarray(start, end)),
  };
}
