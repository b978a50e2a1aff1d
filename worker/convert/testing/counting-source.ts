import type { ByteSource } from '../../../src/shared/byte-source';

export interface CountingSource extends ByteSource {
  /** Bytes read so far. */
  readonly bytesRead: number;
  readonly reads: number;
}

/** A source over `bytes` that counts and holds its caller to the contract of `ByteSource`. */
export function countingSource(bytes: Uint8Array<ArrayBuffer>): CountingSource {
  let bytesRead = 0;
  let reads = 0;
  return {
    size: bytes.length,
    get bytesRead() {
      return bytesRead;
    },
    get reads() {
      return reads;
    },
    read(start, end) {
      if (!(Number.isInteger(start) && start >= 0 && start <= end && end <= bytes.length)) {
        throw new Error(`read outside of the file: ${start} to ${end} of ${bytes.length}`);
      }
      bytesRead += end - start;
      reads++;
      return Promise.resolve(bytes.slice(start, end));
    },
  };
}
