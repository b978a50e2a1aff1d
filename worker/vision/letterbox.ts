import type { LetterboxLayout } from './lay-out-picture';
import { linearTaps } from './linear-taps';
import { rowKernels } from './row-kernels';

/** Grey level around the picture. */
const PADDING = 114;

/**
 * Scales RGBA pixels into the network's input tensor: levels of 0 to 255, NCHW `[1, 3, input.height, input.width]`, RGB.
 * The arithmetic is that of OpenCV's `INTER_LINEAR` for 8-bit pictures (half-pixel centres, no antialiasing, fixed
 * point with 11-bit weights), bit for bit; a canvas's own scaling filters differently. Alpha is ignored.
 *
 * @param pixels RGBA, `layout.picture.width * layout.picture.height * 4` bytes.
 * @param tensor receives the result; `3 * input.width * input.height` values.
 */
export function letterbox(pixels: Uint8ClampedArray, layout: LetterboxLayout, tensor: Uint8Array): void {
  const { picture, resized, input, left, top } = layout;
  const plane = input.width * input.height;
  if (pixels.length !== picture.width * picture.height * 4)
    throw new RangeError('pixels do not fit the layout');
  if (tensor.length !== 3 * plane) throw new RangeError('tensor does not fit the layout');

  pad(tensor, layout);
  const xTaps = linearTaps(picture.width, resized.width, 'clamp-weights');
  const yTaps = linearTaps(picture.height, resized.height, 'clamp-indices');
  const kernels = rowKernels(picture.width, xTaps);
  // Two horizontally scaled source rows, neighbours or the same; most output rows share one with the row before.
  const scaled = [-1, -1];
  const slotOf = (row: number) => {
    const slot = row % 2;
    if (scaled[slot] !== row) {
      const start = row * picture.width * 4;
      kernels.scale(pixels.subarray(start, start + picture.width * 4), slot);
      scaled[slot] = row;
    }
    return slot;
  };
  for (let y = 0; y < resized.height; y++) {
    const upper = slotOf(yTaps.first[y] ?? 0);
    const lower = slotOf(yTaps.second[y] ?? 0);
    const offset = (y + top) * input.width + left;
    const planes = kernels.blend(upper, lower, yTaps.weight[y] ?? 0);
    planes.forEach((row, channel) => tensor.set(row, offset + channel * plane));
  }
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
