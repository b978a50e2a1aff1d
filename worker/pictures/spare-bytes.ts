import { releaseBuffer } from '../bytes/release-buffer';

/** Up to so many are kept for as long as no other number is asked for: planes of up to 2.7 million pixels. */
const LITTLE = 4 * 1024 * 1024;
/** Up to so many are kept for a moment, and more are freed at once. */
const MOST = 16 * 1024 * 1024;
/** Milliseconds. */
const MOMENT = 500;

/**
 * Keeps the bytes of one picture for the next of its size. New ones take longer to get than to fill, as each page of theirs
 * is touched for the first time: 4.8 instead of 0.9 ms for the planes of 1280 x 720 pixels where that is slow.
 */
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
      if (bytes.length > MOST) release();
      else if (bytes.length > LITTLE) timer = setTimeout(release, MOMENT);
    },
  };
}
