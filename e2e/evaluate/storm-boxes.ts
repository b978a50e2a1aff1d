import type { Box } from '../../src/shared/types';
import { closeMask, type Mask } from './close-mask';

/** Map pixels: gaps of an outline up to about this are closed. */
const CLOSE = 15;
/** Map pixels: smaller components are not storms. */
const LEAST_AREA = 400;

/**
 * Boxes of the storms outlined on the mask of a map, as the detector's training takes them: the mask is closed, split
 * into components that touch by side or corner, and small ones are dropped. Edges in pixels, the right and lower one
 * beyond the last pixel. By their first pixel, row by row.
 */
export function stormBoxes(mask: Mask): readonly Box[] {
  const { width, height, pixels } = closeMask(mask, CLOSE);
  const rest = pixels.slice();
  const boxes: Box[] = [];
  for (let at = rest.indexOf(1); at >= 0; at = rest.indexOf(1, at)) {
    const { box, area } = takeComponent({ width, height, pixels: rest }, at);
    if (area >= LEAST_AREA) boxes.push(box);
  }
  return boxes;
}

/** Clears the component that the pixel `start` belongs to. */
function takeComponent({ width, height, pixels }: Mask, start: number): { box: Box; area: number } {
  let [x1, y1, x2, y2, area] = [width, height, 0, 0, 0];
  pixels[start] = 0;
  const open = [start];
  for (let at = open.pop(); at !== undefined; at = open.pop()) {
    const x = at % width;
    const y = (at - x) / width;
    area++;
    [x1, y1, x2, y2] = [Math.min(x1, x), Math.min(y1, y), Math.max(x2, x + 1), Math.max(y2, y + 1)];
    for (let row = Math.max(0, y - 1); row <= Math.min(height - 1, y + 1); row++) {
      for (let column = Math.max(0, x - 1); column <= Math.min(width - 1, x + 1); column++) {
        const next = row * width + column;
        if (pixels[next] !== 1) continue;
        pixels[next] = 0;
        open.push(next);
      }
    }
  }
  return { box: [x1, y1, x2, y2], area };
}
