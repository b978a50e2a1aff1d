import type { ByteSource } from '../../src/shared/byte-source';

/** Each reading of a blob is a trip to another process and back. */
const AHEAD = 64 * 1024;

/** A blob as a source, read a little ahead; what is not read stays where it is. */
export function blobSource(blob: Blob): ByteSource {
  let from = 0;
  let held: Uint8Array<ArrayBuffer> = new Uint8Array();
  return {
    size: blob.size,
    async read(start, end) {
      if (start < from || end > from + held.length) {
        held = new Uint8Array(await blob.slice(start, Math.max(end, start + AHEAD)).arrayBuffer());
        from = start;
      }
      return held.subarray(start - from, end - from);
    },
  };
}
