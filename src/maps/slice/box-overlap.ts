import type { Box } from '../../shared/types';

/** Square pixels; 0 for a box without extent. */
export function areaOf(box: Box): number {
  return Math.max(0, box[2] - box[0]) * Math.max(0, box[3] - box[1]);
}

/** What two boxes share; without extent (x2 <= x1 or y2 <= y1) where they share nothing. */
export function intersection(a: Box, b: Box): Box {
  return [Math.max(a[0], b[0]), Math.max(a[1], b[1]), Math.min(a[2], b[2]), Math.min(a[3], b[3])];
}

/** The smallest box around both. */
export function unionBox(a: Box, b: Box): Box {
  return [Math.min(a[0], b[0]), Math.min(a[1], b[1]), Math.max(a[2], b[2]), Math.max(a[3], b[3])];
}

/** Intersection over the smaller area, 0 to 1; 0 where either has no area. */
export function overSmaller(a: Box, b: Box): number {
  const smaller = Math.min(areaOf(a), areaOf(b));
  return smaller > 0 ? areaOf(intersection(a, b)) / smaller : 0;
}

export function shiftBox(box: Box, dx: number): Box {
  return dx === 0 ? box : [box[0] + dx, box[1], box[2] + dx, box[3]];
}

/**
 * Multiple of `width` by which `other` has to be moved to share the most with `box`; 0 where it shares nothing in any
 * turn. `width` 0 means a surface that does not wrap.
 */
export function bestTurn(box: Box, other: Box, width: number): number {
  if (width === 0) return 0;
  let best = 0;
  let most = 0;
  const middle = Math.round((box[0] + box[2] - other[0] - other[2]) / 2 / width);
  for (const turn of [middle, middle - 1, middle + 1]) {
    const shared = areaOf(intersection(box, shiftBox(other, turn * width)));
    if (shared > most) {
      most = shared;
      best = turn * width;
    }
  }
  return best;
}
