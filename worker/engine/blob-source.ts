import type { ByteSource } from '../../src/shared/byte-source';

/** A blob as a source; what is not read stays where it is. */
export function blobSource(blob: Blob): ByteSource {
  return {
    size: blob.size,
    read: async (start, end) => new Uint8Array(await blob.slice(start, end).arrayBuffer()),
  };
}
