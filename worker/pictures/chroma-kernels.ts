import program from './chroma-rows.wat';

interface Program {
  readonly memory: WebAssembly.Memory;
  readonly doubleRow: (
    near: number,
    far: number,
    out: number,
    end: number,
    left: number,
    right: number,
  ) => void;
  readonly colourRow: (y: number, cb: number, cr: number, out: number, end: number) => void;
}

const PAGE = 65_536;
/** Pixels that are worked on at a time; the rows are kept as much longer than they are. */
const STEP = 16;
const exported: unknown = new WebAssembly.Instance(new WebAssembly.Module(program)).exports;
const { memory, doubleRow, colourRow } = exported as Program;

/** Rows of one picture, on their way from YCbCr to RGBA. One user at a time, since all share a memory. */
export interface ChromaKernels {
  /** Puts a row of samples where `double` finds it. @param slot 0 or 1, for either of Cb (0) and Cr (1) */
  load(samples: Uint8ClampedArray, channel: 0 | 1, slot: number): void;
  /** Makes a row of Cb and one of Cr as wide as the picture, from the loaded ones in the nearer and the farther slot. */
  double(near: number, far: number): void;
  /** Takes a row of Cb or Cr that is as wide as the picture already. */
  take(samples: Uint8ClampedArray, channel: 0 | 1): void;
  /** @returns RGBA of a row; a view of the kernels' own memory, good until the next call */
  colour(luma: Uint8ClampedArray): Uint8Array;
}

/**
 * @param width of the picture in pixels
 * @param samples of Cb and Cr in a row of it
 * @param rounding what is added for the left and the right one of two doubled samples, in sixteenths
 */
export function chromaKernels(
  width: number,
  samples: number,
  [left, right]: readonly [number, number],
): ChromaKernels {
  const padded = Math.ceil(width / STEP) * STEP + STEP;
  const lumaAt = 0;
  const wideAt = [padded, 2 * padded] as const;
  const slotLength = padded + STEP;
  // One sample before each row is read, and written, too.
  const slotAt = (channel: number, slot: number) => 3 * padded + (2 * channel + slot) * slotLength + STEP;
  const outAt = slotAt(2, 0);
  const needed = outAt + 4 * padded - memory.buffer.byteLength;
  if (needed > 0) memory.grow(Math.ceil(needed / PAGE));
  const bytes = new Uint8Array(memory.buffer);

  return {
    load(row, channel, slot) {
      const at = slotAt(channel, slot);
      bytes.set(row, at);
      bytes[at - 1] = row[0] ?? 0;
      bytes[at + samples] = row[samples - 1] ?? 0;
    },
    double(near, far) {
      for (const channel of [0, 1] as const) {
        const at = wideAt[channel];
        doubleRow(slotAt(channel, near), slotAt(channel, far), at, at + width, left, right);
      }
    },
    take(row, channel) {
      bytes.set(row, wideAt[channel]);
    },
    colour(luma) {
      bytes.set(luma, lumaAt);
      colourRow(lumaAt, wideAt[0], wideAt[1], outAt, outAt + 4 * width);
      return bytes.subarray(outAt, outAt + 4 * width);
    },
  };
}
