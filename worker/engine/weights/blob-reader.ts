import { releaseBuffer } from './release-buffer';

/** Reads a blob at any place without waiting, which only a worker may; what it returned is gone at the next call. */
export function blobReader(blob: Blob) {
  const reader = new FileReaderSync();
  let last: ArrayBuffer | undefined;

  function close(): void {
    if (last) releaseBuffer(last);
    last = undefined;
  }

  return {
    read(start: number, end: number): Uint8Array<ArrayBuffer> {
      close();
      last = reader.readAsArrayBuffer(blob.slice(start, end));
      return new Uint8Array(last);
    },
    close,
  };
}
