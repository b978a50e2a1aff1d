import program from './letterbox-rows.wat';
import { WEIGHT_ONE, type LinearTaps } from './linear-taps';

interface Program {
  readonly memory: WebAssembly.Memory;
  readonly scaleRow: (pixels: number, taps: number, row: number, end: number) => void;
  readonly blendRows: (
    upper: number,
    end: number,
    lower: number,
    lowerWeight: number,
    planes: number,
    stride: number,
  ) => void;
}

const PAGE = 65_536;
const TAP_BYTES = 8;
const exported: unknown = new WebAssembly.Instance(new WebAssembly.Module(program)).exports;
const { memory, scaleRow, blendRows } = exported as Program;

/** The rows of one picture that is being scaled: two scaled ones are at hand at a time. */
export interface RowKernels {
  /**
   * Scales a row horizontally.
   * @param pixels RGBA, four bytes for each pixel that a tap may name
   * @param slot 0 or 1: which of the two scaled rows it becomes
   */
  scale(pixels: Uint8Array | Uint8ClampedArray, slot: number): void;
  /**
   * Blends two scaled rows, `weight` (of `WEIGHT_ONE`) being the lower one's.
   * @returns red, green and blue; views of the kernels' own memory, good until the next call
   */
  blend(upper: number, lower: number, weight: number): readonly [Uint8Array, Uint8Array, Uint8Array];
}

/**
 * Row by row arithmetic of `letterbox`, in WebAssembly: JavaScript takes twice as long and more. One user at a time, since
 * all share a memory.
 *
 * @param width of the source, in pixels
 * @param taps along the x axis, with clamped weights: where the second pixel is not the one after the first, it weighs nothing
 */
export function rowKernels(width: number, taps: LinearTaps): RowKernels {
  const count = taps.weight.length;
  // Four pixels are blended at a time; what stands beyond a row is of no use and does no harm.
  const padded = Math.ceil(count / 4) * 4;
  const pixelsAt = 0;
  const tapsAt = pixelsAt + 4 * width;
  const rowsAt = Math.ceil((tapsAt + TAP_BYTES * count) / 16) * 16;
  const rowLength = 16 * padded;
  const planesAt = rowsAt + 2 * rowLength;
  const stride = padded;
  const needed = planesAt + 3 * stride - memory.buffer.byteLength;
  if (needed > 0) memory.grow(Math.ceil(needed / PAGE));

  const bytes = new Uint8Array(memory.buffer);
  const records = new DataView(memory.buffer, tapsAt);
  for (let x = 0; x < count; x++) {
    const weight = taps.weight[x] ?? 0;
    records.setInt32(TAP_BYTES * x, 4 * (taps.first[x] ?? 0), true);
    records.setInt16(TAP_BYTES * x + 4, WEIGHT_ONE - weight, true);
    records.setInt16(TAP_BYTES * x + 6, weight, true);
  }
  const plane = (i: number) => new Uint8Array(memory.buffer, planesAt + i * stride, count);
  const planes = [plane(0), plane(1), plane(2)] as const;
  const slotAt = (slot: number) => rowsAt + slot * rowLength;

  return {
    scale(pixels, slot) {
      bytes.set(pixels, pixelsAt);
      scaleRow(pixelsAt, tapsAt, slotAt(slot), slotAt(slot) + 16 * count);
    },
    blend(upper, lower, weight) {
      blendRows(slotAt(upper), slotAt(upper) + rowLength, slotAt(lower), weight, planesAt, stride);
      return planes;
    },
  };
}
