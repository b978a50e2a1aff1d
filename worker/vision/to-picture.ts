import type { Box, Placement } from '../../src/shared/types';

/** Takes the box at `boxes[start..start + 4]` from input pixels to picture pixels, clipped to the picture. */
export function toPicture(boxes: Float32Array, start: number, placement: Placement): Box {
  const { picture, gain, left, top } = placement;
  const x = (value: number | undefined) => clamp(((value ?? 0) - left) / gain, picture.width);
  const y = (value: number | undefined) => clamp(((value ?? 0) - top) / gain, picture.height);
  return [x(boxes[start]), y(boxes[start + 1]), x(boxes[start + 2]), y(boxes[start + 3])];
}

function clamp(value: number, limit: number): number {
  return Math.min(Math.max(value, 0), limit);
}
