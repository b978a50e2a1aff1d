import { releaseBuffer } from '../../bytes/release-buffer';
import type { ReadPart } from './weights-file';

/** Files up to this size are read at once: each reading of a blob is a trip to another process and back. */
export const WHOLE_BYTES = 16_000_000;

export interface BlobReader {
  /** What it returns is gone at the next call. */
  readonly read: ReadPart;
  /** Frees what it holds, which is read anew where it is asked for again. */
  close(): void;
}

/** Reads a blob at any place without waiting, which only a worker may. */
export function blobReader(blob: Blob): BlobReader {
  let held: ArrayBuffer | undefined;

  function load(part: Blob): ArrayBuffer {
    close();
    held = new FileReaderSync().readAsArrayBuffer(part);
    return held;
  }

  function close(): void {
    if (held) releaseBuffer(held);
    held = undefined;
  }

  return {
    read:
      blob.size <= WHOLE_BYTES
        ? (start, end) => new Uint8Array(held ?? load(blob), start, end - start)
        : (start, end) => new Uint8Array(load(blob.slice(start, end))),
    close,
  };
}
