import { describe, expect, test } from 'vitest';
import { closeMask, type Mask } from './close-mask';
import { stormBoxes } from './storm-boxes';

type Block = readonly [x1: number, y1: number, x2: number, y2: number];

function maskOf(width: number, height: number, ...blocks: readonly Block[]): Mask {
  const pixels = new Uint8Array(width * height);
  for (const [x1, y1, x2, y2] of blocks) {
    for (let y = y1; y < y2; y++) pixels.fill(1, y * width + x1, y * width + x2);
  }
  return { width, height, pixels };
}

const draw = ({ width, height, pixels }: Mask) =>
  Array.from({ length: height }, (_, y) => pixels.subarray(y * width, (y + 1) * width).join(''));

describe('closeMask', () => {
  test('closes gaps of less than the ellipse, and changes nothing else', () => {
    const twoBlocks = maskOf(16, 3, [3, 0, 6, 3], [9, 0, 12, 3]);
    expect(draw(closeMask(twoBlocks, 3))).toEqual(draw(twoBlocks));
    expect(draw(closeMask(twoBlocks, 5))[1]).toBe('0001111111110000');
  });

  test('what lies beyond the edges counts neither way', () => {
    const full = maskOf(6, 4, [0, 0, 6, 4]);
    expect(draw(closeMask(full, 5))).toEqual(draw(full));
    const none = maskOf(6, 4);
    expect(draw(closeMask(none, 5))).toEqual(draw(none));
  });

  test('a point stays a point', () => {
    const point = maskOf(40, 40, [20, 20, 21, 21]);
    expect(draw(closeMask(point, 15))).toEqual(draw(point));
  });
});

describe('stormBoxes', () => {
  test('drops what is under 400 pixels', () => {
    expect(stormBoxes(maskOf(100, 60, [10, 10, 30, 30], [60, 10, 80, 29]))).toEqual([[10, 10, 30, 30]]);
  });

  test('joins parts of an outline with a gap of ten pixels, not of twenty', () => {
    expect(stormBoxes(maskOf(200, 60, [10, 10, 40, 40], [50, 10, 80, 40]))).toEqual([[10, 10, 80, 40]]);
    expect(stormBoxes(maskOf(200, 60, [10, 10, 40, 40], [60, 10, 90, 40]))).toEqual([
      [10, 10, 40, 40],
      [60, 10, 90, 40],
    ]);
  });

  test('parts that touch at a corner are one', () => {
    expect(stormBoxes(maskOf(100, 100, [10, 10, 40, 40], [40, 40, 70, 70]))).toEqual([[10, 10, 70, 70]]);
  });

  test('the seam is an edge', () => {
    expect(stormBoxes(maskOf(200, 60, [0, 10, 30, 40], [170, 10, 200, 40]))).toEqual([
      [0, 10, 30, 40],
      [170, 10, 200, 40],
    ]);
  });
});
