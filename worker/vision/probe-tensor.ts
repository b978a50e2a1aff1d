import type { Size } from '../../src/shared/types';

/**
 * An input that shows a network a little of everything, always the same: a gradient, discs of several sizes and
 * colours, and grain. RGB levels of 0 to 255, `[1, 3, height, width]`.
 */
export function probeTensor({ width, height }: Size): Uint8Array<ArrayBuffer> {
  const plane = width * height;
  const tensor = new Uint8Array(3 * plane);
  // A linear congruential generator (Numerical Recipes): grain that is the same everywhere.
  let state = 1;
  const grain = () => (state = (Math.imul(state, 1664525) + 1013904223) >>> 0) / 2 ** 32 - 0.5;
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const [u, v] = [x / width, y / height];
      const colour = DISCS.find((disc) => Math.hypot(u - disc.u, v - disc.v) < disc.radius)?.colour;
      const noise = 0.06 * grain();
      const at = y * width + x;
      for (let c = 0; c < 3; c++) {
        const ground = 0.25 + 0.4 * (c === 0 ? u : c === 1 ? v : 1 - u);
        tensor[c * plane + at] = Math.round(255 * ((colour?.[c] ?? ground) + noise));
      }
    }
  }
  return tensor;
}

/** Centre and radius as shares of the sides. */
const DISCS = [
  { u: 0.3, v: 0.35, radius: 0.18, colour: [0.75, 0.55, 0.4] },
  { u: 0.75, v: 0.6, radius: 0.12, colour: [0.1, 0.15, 0.2] },
  { u: 0.7, v: 0.2, radius: 0.05, colour: [0.9, 0.9, 0.85] },
  { u: 0.2, v: 0.8, radius: 0.03, colour: [0.2, 0.5, 0.2] },
] as const;
