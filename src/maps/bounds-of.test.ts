import { expect, test } from 'vitest';
import { boundsOf } from './bounds-of';

test('bounds run from -180 to 180, east below west across the antimeridian', () => {
  const bounds = (west: number, east: number) => {
    const written = boundsOf({ west, east, north: 10.00004, south: -10 }, 4);
    expect([written.north, written.south]).toEqual([10, -10]);
    return [written.west, written.east];
  };
  expect(bounds(10, 20)).toEqual([10, 20]);
  expect(bounds(170, 190)).toEqual([170, -170]);
  expect(bounds(170, 180)).toEqual([170, 180]);
  expect(bounds(170, 180.00001)).toEqual([170, 180]);
  expect(bounds(179.99999, 190)).toEqual([-180, -170]);
  expect(bounds(-180, -170)).toEqual([-180, -170]);
  expect(bounds(0, 360)).toEqual([-180, 180]);
  expect(bounds(10, 369.9)).toEqual([10, 9.9]);
});
