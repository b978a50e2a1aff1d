import { releaseBuffer } from '../../bytes/release-buffer';
import type { ReadPart } from './weights-file';

/** Reads a blob at any place without waiting, which only a worker may; what it returned is gone at the next call. */
export function blobReader(blob: Blob): { read: ReadPart; close: () => void } {
  const reader = new FileReaderSync();
  let last: ArrayBuffer | undefined;

  function close(): void {
    if (last) releaseBuffer(last);
    last = undefined;
  }

  return {
    read: (start, end) => {
      close();
      last = reader.readAsArrayBuffer(blob.slice(start, end));
      return new Uint8Array(last);
    },
    close,
  };
}
