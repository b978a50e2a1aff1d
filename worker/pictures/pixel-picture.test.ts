import { describe, expect, test } from 'vitest';
import { pixelPicture } from './pixel-picture';

const SIZE = { width: 5, height: 3 };
/** Each pixel says where it comes from: red its column, green its row. */
const PIXELS = Uint8ClampedArray.from({ length: 5 * 3 * 4 }, (_, i) => {
  const pixel = Math.floor(i / 4);
  return [pixel % 5, Math.floor(pixel / 5), 7, 255][i % 4] ?? 0;
});

async function read(x: number, y: number, width: number, height: number) {
  const pixels: string[] = [];
  await pixelPicture(SIZE, PIXELS).read({ x, y, width, height }, (rows) => {
    for (let at = 0; at < rows.length; at += 4) pixels.push(rows.slice(at, at + 2).join(''));
  });
  return Array.from({ length: height }, (_, row) => pixels.slice(row * width, (row + 1) * width).join(' '));
}

describe('a picture that is held as pixels', () => {
  test('hands over a tile', async () => {
    expect(await read(1, 1, 3, 2)).toEqual(['11 21 31', '12 22 32']);
  });

  test('hands over rows', async () => {
    expect(await read(0, 1, 5, 2)).toEqual(['01 11 21 31 41', '02 12 22 32 42']);
  });

  test('goes on from the left edge', async () => {
    expect(await read(3, 0, 4, 2)).toEqual(['30 40 00 10', '31 41 01 11']);
    expect(await read(2, 2, 5, 1)).toEqual(['22 32 42 02 12']);
  });

  test('frees its pixels when it is closed', () => {
    const pixels = PIXELS.slice();
    pixelPicture(SIZE, pixels).close();
    expect(pixels).toHaveLength(0);
  });

  test('refuses what does not fit', async () => {
    const read2x2 = async () => read(0, 2, 2, 2);
    await expect(read2x2).rejects.toThrow('does not lie in the picture');
    expect(() => pixelPicture(SIZE, PIXELS.subarray(1))).toThrow('pixels');
  });
});
