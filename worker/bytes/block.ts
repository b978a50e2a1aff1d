import { releaseBuffer } from './release-buffer';

/** Gathers bytes into one block after another of a fixed size, all in the same buffer. */
export interface Block {
  /** Where the next byte belongs in the file. */
  readonly position: number;
  /** Where the current block ends. */
  readonly end: number;
  /** Adds bytes, handing every block that becomes full to `write`. */
  push(bytes: Uint8Array): Promise<void>;
  /** Hands the last, shorter block to `write`. */
  flush(): Promise<void>;
  /** Begins anew at the start of the file. */
  restart(): void;
  /** Frees the buffer at once. */
  close(): void;
}

/**
 * Blocks of `size` bytes from `offset` on. One buffer serves them all, so a long download does not grow with its
 * garbage; `write` must be done with the bytes when its promise resolves.
 */
export function createBlock(
  size: number,
  offset: number,
  write: (bytes: Uint8Array<ArrayBuffer>) => Promise<void>,
): Block {
  const buffer = new Uint8Array(size);
  let start = offset;
  let filled = 0;

  async function flush(): Promise<void> {
    if (filled === 0) return;
    await write(buffer.subarray(0, filled));
    start += filled;
    filled = 0;
  }

  return {
    get position() {
      return start + filled;
    },
    get end() {
      return start + size;
    },
    async push(bytes) {
      for (let taken = 0; taken < bytes.byteLength;) {
        const piece = bytes.subarray(taken, taken + size - filled);
        buffer.set(piece, filled);
        filled += piece.byteLength;
        taken += piece.byteLength;
        if (filled === size) await flush();
      }
    },
    flush,
    restart: () => (start = filled = 0),
    close: () => releaseBuffer(buffer.buffer),
  };
}
