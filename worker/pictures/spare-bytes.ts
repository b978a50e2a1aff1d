/** Larger ones are left to the garbage collector. */
const LIMIT = 16 * 1024 * 1024;

/** Keeps the bytes of one picture for the next of its size: new ones take longer to get than to fill. */
export interface SpareBytes {
  /** @returns bytes with anything in them */
  take(length: number): Uint8ClampedArray<ArrayBuffer>;
  /** Hands over bytes that nobody reads any more. */
  give(bytes: Uint8ClampedArray<ArrayBuffer>): void;
}

export function spareBytes(): SpareBytes {
  let spare: Uint8ClampedArray<ArrayBuffer> | undefined;
  return {
    take(length) {
      const taken = spare?.length === length ? spare : new Uint8ClampedArray(length);
      spare = undefined;
      return taken;
    },
    give(bytes) {
      if (bytes.length <= LIMIT) spare = bytes;
    },
  };
}
