import type { LetterboxLayout } from './lay-out-picture';
import { linearTaps } from './linear-taps';
import { rowKernels } from './row-kernels';

/** Grey level around the picture. */
const PADDING = 114;

/**
 * Scales a picture into the network's input tensor: levels of 0 to 255, NCHW `[1, 3, input.height, input.width]`, RGB.
 * The arithmetic is that of OpenCV's `INTER_LINEAR` for 8-bit pictures (half-pixel centres, no antialiasing, fixed
 * point with 11-bit weights), bit for bit; a canvas's own scaling filters differently. Alpha is ignored.
 *
 * @param tensor receives the result; `3 * input.width * input.height` values.
 * @returns takes the picture from top to bottom, any number of rows of RGBA at a time; with the last one the tensor is
 * complete. One picture at a time: all share the memory that rows are scaled in.
 */
export function letterbox(
  layout: LetterboxLayout,
  tensor: Uint8Array,
): (rows: Uint8Array | Uint8ClampedArray) => void {
  const { picture, resized, input, left, top } = layout;
  const plane = input.width * input.height;
  if (tensor.length !== 3 * plane) throw new RangeError('tensor does not fit the layout');

  pad(tensor, layout);
  const xTaps = linearTaps(picture.width, resized.width, 'clamp-weights');
  const yTaps = linearTaps(picture.height, resized.height, 'clamp-indices');
  const kernels = rowKernels(picture.width, xTaps);
  const rowLength = picture.width * 4;
  /** Rows that have come, and rows of the tensor that are done. */
  let source = 0;
  let done = 0;

  /** Blends the rows of the tensor whose source rows are there: the last two, each scaled into a slot of its own. */
  function blend(): void {
    for (; done < resized.height && lastNeeded(done) < source; done++) {
      const lower = lastNeeded(done) % 2;
      const planes = kernels.blend((yTaps.first[done] ?? 0) % 2, lower, yTaps.weight[done] ?? 0);
      const offset = (done + top) * input.width + left;
      planes.forEach((row, channel) => tensor.set(row, offset + channel * plane));
    }
  }
  /** What weighs nothing is not waited for. */
  function lastNeeded(row: number): number {
    return (yTaps.weight[row] === 0 ? yTaps.first[row] : yTaps.second[row]) ?? 0;
  }

  return (rows) => {
    if (rows.length % rowLength !== 0) throw new RangeError('the rows are not of this picture');
    for (let at = 0; at < rows.length; at += rowLength) {
      // When pictures are made smaller, not all are looked at.
      if (source === yTaps.first[done] || source === lastNeeded(done))
        kernels.scale(rows.subarray(at, at + rowLength), source % 2);
      source++;
      blend();
    }
  };
}

/** Fills what the picture leaves free: rows above and below it, columns left and right of it. */
function pad(tensor: Uint8Array, { resized, input, left, top }: LetterboxLayout): void {
  const right = left + resized.width;
  const bottom = top + resized.height;
  for (let channel = 0; channel < 3; channel++) {
    const start = channel * input.width * input.height;
    const at = (x: number, y: number) => start + y * input.width + x;
    tensor.fill(PADDING, start, at(0, top));
    tensor.fill(PADDING, at(0, bottom), at(0, input.height));
    if (resized.width === input.width) continue;
    for (let y = top; y < bottom; y++) {
      tensor.fill(PADDING, at(0, y), at(left, y));
      tensor.fill(PADDING, at(right, y), at(input.width, y));
    }
  }
}
