import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { Tile } from '../../src/shared/types';
import { planePicture, type JpegPlanes, type Subsampling } from './plane-picture';

function randomPlanes(width: number, height: number, subsampling: Subsampling): JpegPlanes {
  const samples = subsampling === '4:4:4' ? width : Math.ceil(width / 2);
  const rows = subsampling === '4:2:0' ? Math.ceil(height / 2) : height;
  // Rows lie further apart than they are long, as a decoder may have them.
  const stride = width + 3;
  const blueAt = height * stride + 5;
  const redAt = blueAt + rows * (samples + 1);
  const length = redAt + rows * (samples + 1);
  const data = new Uint8ClampedArray(createHash('shake256', { outputLength: length }).digest());
  const layout = [
    { offset: 0, stride },
    { offset: blueAt, stride: samples + 1 },
    { offset: redAt, stride: samples + 1 },
  ] as const;
  return { width, height, subsampling, data, layout };
}

/** A sample of Cb (1) or Cr (2) as wide and high as the picture, one at a time, by jdsample.c's description. */
function chromaAt(
  { width, height, subsampling, data, layout }: JpegPlanes,
  plane: 1 | 2,
  x: number,
  y: number,
) {
  const at = (column: number, row: number) => {
    const samples = Math.ceil(width / 2);
    const rows = subsampling === '4:2:0' ? Math.ceil(height / 2) : height;
    const inside = (value: number, count: number) => Math.min(Math.max(value, 0), count - 1);
    const { offset, stride } = layout[plane];
    return data[offset + inside(row, rows) * stride + inside(column, samples)] ?? NaN;
  };
  if (subsampling === '4:4:4') return data[layout[plane].offset + y * layout[plane].stride + x] ?? NaN;
  const column = x >> 1;
  const beside = x % 2 === 0 ? column - 1 : column + 1;
  if (subsampling === '4:2:2') {
    return (3 * at(column, y) + at(beside, y) + (x % 2 === 0 ? 1 : 2)) >> 2;
  }
  const row = y >> 1;
  const beyond = y % 2 === 0 ? row - 1 : row + 1;
  const sum = (c: number) => 3 * at(c, row) + at(c, beyond);
  return (3 * sum(column) + sum(beside) + (x % 2 === 0 ? 8 : 7)) >> 4;
}

/** JFIF's conversion of one pixel with factors of 16 bits, as jdcolor.c's tables have it. */
function rgbAt(planes: JpegPlanes, x: number, y: number): number[] {
  const luma = planes.data[planes.layout[0].offset + y * planes.layout[0].stride + x] ?? NaN;
  const blue = chromaAt(planes, 1, x, y) - 128;
  const red = chromaAt(planes, 2, x, y) - 128;
  const factor = (value: number) => Math.round(value * 65_536);
  const half = 32_768;
  const levels = [
    luma + ((factor(1.402) * red + half) >> 16),
    luma + ((-factor(0.34414) * blue - factor(0.71414) * red + half) >> 16),
    luma + ((factor(1.772) * blue + half) >> 16),
  ];
  return [...levels.map((level) => Math.min(Math.max(level, 0), 255)), 255];
}

/** RGBA of a tile, the whole picture where none is given. */
async function read(planes: JpegPlanes, tile: Tile = { x: 0, y: 0, ...planes }): Promise<number[]> {
  const rgba: number[] = [];
  await planePicture(planes, () => undefined).read(tile, (rows) => {
    for (const level of rows) rgba.push(level);
  });
  return rgba;
}

describe.each(['4:2:0', '4:2:2', '4:4:4'] as const)('%s', (subsampling) => {
  test.each([
    [8, 1],
    [17, 33],
    [32, 2],
    [301, 40],
    // Handed over in more than two pieces.
    [1000, 70],
  ])('%i x %i pixels are what libjpeg makes of each', async (width, height) => {
    const planes = randomPlanes(width, height, subsampling);
    const expected = Array.from({ length: height }, (_, y) =>
      Array.from({ length: width }, (__, x) => rgbAt(planes, x, y)),
    ).flat(2);
    expect(await read(planes)).toEqual(expected);
  });

  test.each([
    ['at the left edge', { x: 0, y: 3, width: 20, height: 5 }],
    ['from an odd column', { x: 7, y: 0, width: 33, height: 9 }],
    ['from an even one', { x: 8, y: 2, width: 16, height: 1 }],
    ['of one pixel', { x: 50, y: 8, width: 1, height: 1 }],
    ['at the right edge', { x: 40, y: 4, width: 21, height: 5 }],
    ['over the right edge', { x: 45, y: 1, width: 30, height: 8 }],
  ])('a tile %s', async (_, tile) => {
    const planes = randomPlanes(61, 9, subsampling);
    const whole = await read(planes);
    const pixelAt = (x: number, y: number) =>
      whole.slice(4 * (y * 61 + (x % 61)), 4 * (y * 61 + (x % 61)) + 4);
    const expected = Array.from({ length: tile.height }, (__, y) =>
      Array.from({ length: tile.width }, (___, x) => pixelAt(tile.x + x, tile.y + y)),
    ).flat(2);
    expect(await read(planes, tile)).toEqual(expected);
  });
});

test('every colour there is of one brightness', async () => {
  const width = 256;
  const data = new Uint8ClampedArray(3 * width * width).fill(128, 0, width * width);
  for (let i = 0; i < width * width; i++) {
    data[width * width + i] = i % width;
    data[2 * width * width + i] = Math.floor(i / width);
  }
  const plane = (i: number) => ({ offset: i * width * width, stride: width });
  const layout = [plane(0), plane(1), plane(2)] as const;
  const planes: JpegPlanes = { width, height: width, data, layout, subsampling: '4:4:4' };
  const rgba = await read(planes);
  for (let i = 0; i < width * width; i++) {
    expect(rgba.slice(4 * i, 4 * i + 4)).toEqual(rgbAt(planes, i % width, Math.floor(i / width)));
  }
});

test('a picture that is too narrow, or a tile beyond it, is refused', async () => {
  expect(() => planePicture(randomPlanes(7, 9, '4:2:0'), () => undefined)).toThrow(RangeError);
  const beyond = { x: 0, y: 8, width: 8, height: 2 };
  await expect(async () => read(randomPlanes(8, 9, '4:2:0'), beyond)).rejects.toThrow(RangeError);
});
