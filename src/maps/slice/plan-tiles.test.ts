import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEFAULT_TILE_OVERLAP, planTiles } from './plan-tiles';

const MAP = { width: 3600, height: 1801 };

describe('planTiles', () => {
  test('covers a whole map in two rows of five tiles that go around', () => {
    const tiles = planTiles(MAP, { side: 1024, overlap: DEFAULT_TILE_OVERLAP, wrap: true });
    expect(tiles.map(({ x, y }) => [x, y])).toEqual([
      [0, 0],
      [720, 0],
      [1440, 0],
      [2160, 0],
      [2880, 0],
      [0, 777],
      [720, 777],
      [1440, 777],
      [2160, 777],
      [2880, 777],
    ]);
    expect(tiles.every(({ width, height }) => width === 1024 && height === 1024)).toBe(true);
  });

  test('ends at the edges where the picture does not wrap', () => {
    const tiles = planTiles({ width: 2000, height: 900 }, { side: 1000, overlap: 0.2, wrap: false });
    expect(tiles).toEqual([
      { x: 0, y: 0, width: 1000, height: 900 },
      { x: 500, y: 0, width: 1000, height: 900 },
      { x: 1000, y: 0, width: 1000, height: 900 },
    ]);
  });

  test('makes one tile of a small picture, and two where it wraps, so that the seam lies inside one', () => {
    const small = { width: 500, height: 250 };
    expect(planTiles(small, { side: 1024, overlap: 0.2, wrap: false })).toEqual([{ x: 0, y: 0, ...small }]);
    expect(planTiles(small, { side: 1024, overlap: 0.2, wrap: true })).toEqual([
      { x: 0, y: 0, ...small },
      { x: 250, y: 0, ...small },
    ]);
    expect(planTiles(small, { side: 500, overlap: 0, wrap: true })).toHaveLength(2);
  });

  test('refuses options that cover nothing', () => {
    expect(() => planTiles(MAP, { side: 0, overlap: 0.2, wrap: false })).toThrow(RangeError);
    expect(() => planTiles(MAP, { side: 1024, overlap: 1, wrap: false })).toThrow(RangeError);
    expect(() => planTiles(MAP, { side: Number.NaN, overlap: 0.2, wrap: false })).toThrow(RangeError);
  });

  test('covers every pixel with the overlap asked for, inside the picture', () => {
    const length = fc.integer({ min: 1, max: 400 });
    const overlap = fc.double({ min: 0, max: 0.9, noNaN: true });
    fc.assert(
      fc.property(length, length, fc.integer({ min: 1, max: 150 }), overlap, fc.boolean(), (...args) => {
        const [width, height, side, share, wrap] = args;
        const tiles = planTiles({ width, height }, { side, overlap: share, wrap });
        expect(tiles.every(({ x, y }) => x >= 0 && x < width && y >= 0)).toBe(true);
        expect(tiles.every((tile) => tile.y + tile.height <= height)).toBe(true);
        if (!wrap) expect(tiles.every((tile) => tile.x + tile.width <= width)).toBe(true);
        const rows = new Set(tiles.map(({ y }) => y));
        const columns = [...new Set(tiles.map(({ x }) => x))];
        expect(tiles).toHaveLength(rows.size * columns.length);
        const piece = Math.min(side, width);
        const least = Math.max(1, Math.floor(piece * (1 - share)));
        columns.slice(1).forEach((x, i) => expect(x - (columns[i] ?? 0)).toBeLessThanOrEqual(least));
        const end = (columns.at(-1) ?? 0) + piece;
        if (wrap) expect(width - (columns.at(-1) ?? 0)).toBeLessThanOrEqual(Math.max(least, 1));
        else expect(end).toBe(width);
      }),
      { numRuns: 100 },
    );
  });
});
