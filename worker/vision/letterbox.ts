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
  const colours = wholePixels(pixels);
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
      if (first !== upperRow) scaleRow(colours, first * picture.width, xTaps, upper);
      upperRow = first;
    }
    if (second !== lowerRow) {
      scaleRow(colours, second * picture.width, xTaps, lower);
      lowerRow = second;
    }
    const weight = yTaps.weight[y] ?? 0;
    blendRows(upper, lower, weight, tensor, (y + top) * input.width + left, plane);
  }
}

/** One number a pixel, red in its lowest byte as WebAssembly's machines have it: a load in place of four. */
function wholePixels({ buffer, byteOffset, length }: Uint8ClampedArray): Uint32Array {
  return byteOffset % 4 === 0
    ? new Uint32Array(buffer, byteOffset, length / 4)
    : new Uint32Array(buffer.slice(byteOffset, byteOffset + length));
}

/**
 * Scales one row of pixels horizontally to three rows, one a channel, of sums of weight 2,048, less the four bits that
 * the blending leaves out. Whole-number multiplication (`Math.imul`) is what the compiler makes the fastest code of.
 */
function scaleRow(colours: Uint32Array, start: number, taps: LinearTaps, row: Int32Array): void {
  const { first, second, weight } = taps;
  const width = weight.length;
  for (let x = 0; x < width; x++) {
    const right = weight[x] ?? 0;
    const left = WEIGHT_ONE - right;
    const a = colours[start + (first[x] ?? 0)] ?? 0;
    const b = colours[start + (second[x] ?? 0)] ?? 0;
    row[x] = (Math.imul(a & 255, left) + Math.imul(b & 255, right)) >> 4;
    row[width + x] = (Math.imul((a >>> 8) & 255, left) + Math.imul((b >>> 8) & 255, right)) >> 4;
    row[2 * width + x] = (Math.imul((a >>> 16) & 255, left) + Math.imul((b >>> 16) & 255, right)) >> 4;
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
  const width = upper.length / 3;
  for (let channel = 0; channel < 3; channel++) {
    const source = channel * width;
    const target = offset + channel * plane;
    for (let x = 0; x < width; x++) {
      const sum =
        (Math.imul(upperWeight, upper[source + x] ?? 0) >> 16) +
        (Math.imul(weight, lower[source + x] ?? 0) >> 16);
      tensor[target + x] = LEVELS[(sum + 2) >> 2] ?? 1;
    }
  }
}
