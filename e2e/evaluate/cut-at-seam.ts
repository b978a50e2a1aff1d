import type { Scored } from './average-precision';

/**
 * A box that runs over the right edge of a map as the two that lie on it, as outlines on a mask do: a storm over the
 * seam is two components there.
 *
 * @param box as the site writes it: numbers of pixels x1, y1, x2, y2
 */
export function cutAtSeam(
  { box, confidence }: { readonly box: readonly number[]; readonly confidence: number },
  width: number,
): readonly Scored[] {
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = box;
  if (x2 <= width) return [{ box: [x1, y1, x2, y2], confidence }];
  return [
    { box: [x1, y1, width, y2], confidence },
    { box: [0, y1, x2 - width, y2], confidence },
  ];
}
