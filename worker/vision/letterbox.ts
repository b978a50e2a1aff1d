import type { LetterboxLayout } from './lay-out-picture';
import { linearTaps, WEIGHT_ONE, type LinearTaps } from './linear-taps';

/** Grey level around the picture. */
const PADDING = 114;

/** 8-bit level -> float32 of level / 255, the network's input scale. */
const LEVELS = Float32Array.from({ length: 256 }, (_, level) => level / 255);

/**
 * Scales RGBA pixels into the network's input tensor: float32 NCHW `[1, 3, input.height, input.width]`, RGB, 0 to 1.
 * The arithmetic is that of OpenCV's `INTER_LINEAR` for 8-bit pictures (half-pixel centres, no antialiasing, fixed
 * point with 11-bit weights), bit for bit; a canvas's own scaling filters differently. Alpha is ignored.
 *
 * @param pixels RGBA, `layout.picture.width * layout.picture.height * 4` bytes.
 * @param tensor receives the result; `3 * input.width * input.height` values.
 */
export function letterbox(pixels: Uint8ClampedArray, layout: LetterboxLayout, tensor: Float32Array): void {
  const { picture, resized, input, left, top } = layout;
  const plane = input.width * input.height;
  if (pixels.length !== picture.width * picture.height * 4)
    throw new RangeError('pixels do not fit the layout');
  if (tensor.length !== 3 * plane) throw new RangeError('tensor does not fit the layout');

  tensor.fill(PADDING / 255);
  const xTaps = linearTaps(picture.width, resized.width, 'clamp-weights');
  const yTaps = linearTaps(picture.height, resized.height, 'clamp-indices');
  // Two horizontally scaled source rows; most output rows share one with the row before.
  let upper = new Int32Array(resized.width * 3);
  let lower = new Int32Array(resized.width * 3);
  let upperRow = -1;
  let lowerRow = -1;
  for (let y = 0; y < resized.height; y++) {
    const first = yTaps.first[y] ?? 0;
    const second = yTaps.second[y] ?? 0;
    if (first !== upperRow) {
      [upper, lower] = [lower, upper];
      [upperRow, lowerRow] = [lowerRow, upperRow];
      if (first !== upperRow) scaleRow(pixels, first * picture.width * 4, xTaps, upper);
      upperRow = first;
    }
    if (second !== lowerRow) {
      scaleRow(pixels, second * picture.width * 4, xTaps, lower);
      lowerRow = second;
    }
    const weight = yTaps.weight[y] ?? 0;
    blendRows(upper, lower, weight, tensor, (y + top) * input.width + left, plane);
  }
}

/** Scales one row of RGBA pixels horizontally to RGB sums of weight 2,048. */
function scaleRow(pixels: Uint8ClampedArray, start: number, taps: LinearTaps, row: Int32Array): void {
  const { first, second, weight } = taps;
  for (let x = 0, out = 0; x < weight.length; x++, out += 3) {
    const right = weight[x] ?? 0;
    const left = WEIGHT_ONE - right;
    const a = start + (first[x] ?? 0) * 4;
    const b = start + (second[x] ?? 0) * 4;
    row[out] = (pixels[a] ?? 0) * left + (pixels[b] ?? 0) * right;
    row[out + 1] = (pixels[a + 1] ?? 0) * left + (pixels[b + 1] ?? 0) * right;
    row[out + 2] = (pixels[a + 2] ?? 0) * left + (pixels[b + 2] ?? 0) * right;
  }
}

/** Blends two scaled rows into the three planes of the tensor, with the shifts of OpenCV's vector code. */
function blendRows(
  upper: Int32Array,
  lower: Int32Array,
  weight: number,
  tensor: Float32Array,
  offset: number,
  plane: number,
): void {
  const upperWeight = WEIGHT_ONE - weight;
  for (let source = 0, out = offset; source < upper.length; source += 3, out++) {
    for (let channel = 0; channel < 3; channel++) {
      const level =
        (((upperWeight * ((upper[source + channel] ?? 0) >> 4)) >> 16) +
          ((weight * ((lower[source + channel] ?? 0) >> 4)) >> 16) +
          2) >>
        2;
      tensor[out + channel * plane] = LEVELS[level] ?? 1;
    }
  }
}
