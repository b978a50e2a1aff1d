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

/** Rows of a picture or of a part of it, on their way from YCbCr to RGBA. One user at a time: all share a memory. */
export interface ChromaKernels {
  /**
   * Puts a row of samples where `double` finds it. What stands beyond either end of it is taken to be like the sample there.
   * @param slot 0 or 1, for either of Cb (0) and Cr (1)
   * @param before how many of them stand before those that are to be doubled: none or one
   */
  load(samples: Uint8ClampedArray, channel: 0 | 1, slot: number, before: number): void;
  /** Makes a row of Cb and one of Cr with a sample a pixel, from the loaded ones in the nearer and the farther slot. */
  double(near: number, far: number): void;
  /** Takes a row of Cb or Cr that has a sample a pixel already. */
  take(samples: Uint8ClampedArray, channel: 0 | 1): void;
  /** Makes a row RGBA, the `index`th of those that `rows` hands out, from the first to the last. */
  colour(luma: Uint8ClampedArray, index: number): void;
  /** @returns RGBA of the first `count` rows; a view of the kernels' own memory, good until the next row is made */
  rows(count: number): Uint8Array;
}

/**
 * @param width of a row in pixels
 * @param height how many rows of RGBA it has room for
 * @param rounding what is added for the left and the right one of two doubled samples, in sixteenths
 */
export function chromaKernels(
  width: number,
  height: number,
  [left, right]: readonly [number, number],
): ChromaKernels {
  const padded = Math.ceil(width / STEP) * STEP + STEP;
  const lumaAt = 0;
  const wideAt = [padded, 2 * padded] as const;
  const slotLength = padded + STEP;
  // One sample before each row is read, and written, too.
  const slotAt = (channel: number, slot: number) => 3 * padded + (2 * channel + slot) * slotLength + STEP;
  const outAt = slotAt(2, 0);
  const rowLength = 4 * width;
  const needed = outAt + height * rowLength + 4 * STEP - memory.buffer.byteLength;
  if (needed > 0) memory.grow(Math.ceil(needed / PAGE));
  const bytes = new Uint8Array(memory.buffer);

  return {
    load(row, channel, slot, before) {
      const at = slotAt(channel, slot) - before;
      bytes.set(row, at);
      bytes[at - 1] = row[0] ?? 0;
      bytes[at + row.length] = row[row.length - 1] ?? 0;
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
    colour(luma, index) {
      bytes.set(luma, lumaAt);
      const at = outAt + index * rowLength;
      colourRow(lumaAt, wideAt[0], wideAt[1], at, at + rowLength);
    },
    rows: (count) => bytes.subarray(outAt, outAt + count * rowLength),
  };
}
