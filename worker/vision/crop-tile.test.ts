import { describe, expect, test } from 'vitest';
import { cropTile } from './crop-tile';

const PICTURE = { width: 5, height: 3 };
/** Each pixel says where it comes from: red its column, green its row. */
const PIXELS = Uint8ClampedArray.from({ length: 5 * 3 * 4 }, (_, i) => {
  const pixel = Math.floor(i / 4);
  return [pixel % 5, Math.floor(pixel / 5), 7, 255][i % 4] ?? 0;
});

function crop(x: number, y: number, width: number, height: number): string[] {
  const target = new Uint8ClampedArray(width * height * 4).fill(99);
  cropTile(PIXELS, PICTURE, { x, y, width, height }, target);
  return Array.from({ length: height }, (_, row) =>
    Array.from({ length: width }, (_, column) => {
      const at = 4 * (row * width + column);
      return target.slice(at, at + 2).join('');
    }).join(' '),
  );
}

describe('cropTile', () => {
  test('copies a tile', () => {
    expect(crop(1, 1, 3, 2)).toEqual(['11 21 31', '12 22 32']);
  });

  test('goes on from the left edge', () => {
    expect(crop(3, 0, 4, 2)).toEqual(['30 40 00 10', '31 41 01 11']);
    expect(crop(2, 2, 5, 1)).toEqual(['22 32 42 02 12']);
  });

  test('refuses what does not fit', () => {
    const target = new Uint8ClampedArray(16);
    const tile = { x: 0, y: 2, width: 2, height: 2 };
    expect(() => cropTile(PIXELS, PICTURE, tile, target)).toThrow('does not lie in the picture');
    expect(() => cropTile(PIXELS, PICTURE, { ...tile, y: 0 }, target.subarray(1))).toThrow('target');
    expect(() => cropTile(PIXELS.subarray(1), PICTURE, { ...tile, y: 0 }, target)).toThrow('pixels');
  });
});
