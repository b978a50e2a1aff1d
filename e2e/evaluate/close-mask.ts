/** A picture of zeros and ones, row by row. */
export interface Mask {
  readonly width: number;
  readonly height: number;
  readonly pixels: Uint8Array;
}

/**
 * Closes gaps of up to about `side` pixels: dilates by an ellipse `side` pixels wide and high, and erodes by it. What
 * lies beyond the edges counts neither way. The same to the pixel as OpenCV's `MORPH_CLOSE` with `MORPH_ELLIPSE`.
 *
 * @param side odd
 */
export function closeMask(mask: Mask, side: number): Mask {
  const reaches = ellipse(side);
  return inverted(dilate(inverted(dilate(mask, reaches)), reaches));
}

/** How far each row of the ellipse reaches to either side of its middle, in pixels; one for each row. */
function ellipse(side: number): readonly number[] {
  const radius = (side - 1) / 2;
  return Array.from({ length: side }, (_, row) => {
    const dy = row - radius;
    return Math.round(Math.sqrt(radius * radius - dy * dy));
  });
}

function dilate({ width, height, pixels }: Mask, reaches: readonly number[]): Mask {
  const radius = (reaches.length - 1) / 2;
  const grown = new Uint8Array(pixels.length);
  /** Set pixels left of each column. */
  const before = new Uint32Array(width + 1);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) before[x + 1] = (before[x] ?? 0) + (pixels[y * width + x] ?? 0);
    if (before[width] === 0) continue;
    for (const [i, reach] of reaches.entries()) {
      const target = y + i - radius;
      if (target < 0 || target >= height) continue;
      for (let x = 0; x < width; x++) {
        const left = before[Math.max(0, x - reach)] ?? 0;
        if ((before[Math.min(width, x + reach + 1)] ?? 0) > left) grown[target * width + x] = 1;
      }
    }
  }
  return { width, height, pixels: grown };
}

function inverted({ width, height, pixels }: Mask): Mask {
  return { width, height, pixels: pixels.map((value) => 1 - value) };
}
