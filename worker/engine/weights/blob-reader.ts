import type { ModelBytes } from '../../../src/shared/model-bytes';
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

/** The same of a blob whose bytes were read: each large weight is given out once, and freed with the next call. */
export function bytesReader(blob: Blob, { sparse, weights }: ModelBytes): BlobReader {
  const again = blobReader(blob);
  const left = new Map(weights);
  let rest: Uint8Array<ArrayBuffer> | undefined = sparse;
  let used: Uint8Array<ArrayBuffer> | undefined;

  function free(bytes: Uint8Array<ArrayBuffer> | undefined): void {
    if (bytes) releaseBuffer(bytes.buffer);
  }

  return {
    read(start, end) {
      free(used);
      used = left.get(start);
      left.delete(start);
      if (used) return used;
      return rest && !weights.has(start) ? rest.subarray(start, end) : again.read(start, end);
    },
    close() {
      again.close();
      for (const bytes of [used, rest, ...left.values()]) free(bytes);
      left.clear();
      used = rest = undefined;
    },
  };
}
