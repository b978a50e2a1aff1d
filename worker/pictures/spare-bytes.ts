import { releaseBuffer } from '../bytes/release-buffer';

/** Larger ones are freed at once. */
const LIMIT = 16 * 1024 * 1024;
/** Milliseconds that they are kept for a next picture. */
const KEPT = 500;

/** Keeps the bytes of one picture for the next of its size, if that comes soon: new ones take longer to get than to fill. */
export interface SpareBytes {
  /** @returns bytes with anything in them */
  take(length: number): Uint8ClampedArray<ArrayBuffer>;
  /** Hands over bytes that nobody reads any more. */
  give(bytes: Uint8ClampedArray<ArrayBuffer>): void;
}

export function spareBytes(): SpareBytes {
  let spare: Uint8ClampedArray<ArrayBuffer> | undefined;
  let timer: ReturnType<typeof setTimeout> | undefined;
  function release(): void {
    if (spare) releaseBuffer(spare.buffer);
    spare = undefined;
  }
  return {
    take(length) {
      clearTimeout(timer);
      if (spare?.length !== length) release();
      const taken = spare ?? new Uint8ClampedArray(length);
      spare = undefined;
      return taken;
    },
    give(bytes) {
      release();
      spare = bytes;
      clearTimeout(timer);
      if (bytes.length > LIMIT) release();
      else timer = setTimeout(release, KEPT);
    },
  };
}
