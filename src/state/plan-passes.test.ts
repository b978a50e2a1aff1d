import { expect, test } from 'vitest';
import { planPasses } from './plan-passes';

const MAP = { width: 3600, height: 1801 };
const GLOBE = { west: -180, east: 180, north: 90, south: -90, picture: MAP };
const PHOTO = { width: 4000, height: 3000 };

test('a map is cut at the scale the model was trained at, and shown whole besides', () => {
  const { tiles, wrap } = planPasses(MAP, GLOBE, 'auto', 1024);
  expect(wrap).toBe(true);
  expect(tiles.length).toBeGreaterThan(8);
  expect(tiles.at(-1)).toEqual({ x: 0, y: 0, ...MAP });
  expect(tiles.slice(0, -1).every(({ width, height }) => width === 1024 && height === 1024)).toBe(true);
});

test.each([
  ['a photograph', planPasses(PHOTO, undefined, 'auto', 1024)],
  ['a map, for a model that names no scale', planPasses(MAP, GLOBE, 'auto', undefined)],
  ['a map, when tiles are off', planPasses(MAP, GLOBE, 'off', 1024)],
  [
    'a picture hardly larger than a tile',
    planPasses({ width: 1200, height: 600 }, undefined, 1024, undefined),
  ],
])('%s is shown as a whole', (_, { tiles }) => {
  expect(tiles).toHaveLength(1);
});

test('a photograph is cut when it is asked for, and does not wrap', () => {
  const { tiles, wrap } = planPasses(PHOTO, undefined, 1024, undefined);
  expect(wrap).toBe(false);
  expect(tiles.length).toBeGreaterThan(12);
});
