import fc from 'fast-check';
import { expect, test } from 'vitest';
import { edgesOfExtent } from './edges-of-extent';
import { extentOfEdges } from './extent-of-edges';
import { normaliseLongitude, type LongitudeConvention } from './longitude-convention';

const CONVENTIONS: readonly LongitudeConvention[] = [
  { range: '0-360', positive: 'east' },
  { range: '0-360', positive: 'west' },
  { range: '-180-180', positive: 'east' },
  { range: '-180-180', positive: 'west' },
];
const POLES = { north: 90, south: -90 };

test('a globe from either meridian is written as maps have it', () => {
  const written = (west: number) =>
    CONVENTIONS.map((convention) => {
      const { left, right } = edgesOfExtent({ west, east: west + 360, ...POLES }, convention);
      return [left, right];
    });
  expect(written(-180)).toEqual([
    [180, 180],
    [180, 180],
    [-180, 180],
    [180, -180],
  ]);
  expect(written(0)).toEqual([
    [0, 360],
    [360, 0],
    [0, 0],
    [0, 0],
  ]);
});

test('a strip over the antimeridian too', () => {
  const { left, right } = edgesOfExtent(
    { west: 170, east: 190, north: 10, south: -10 },
    { range: '-180-180', positive: 'east' },
  );
  expect([left, right]).toEqual([170, -170]);
});

test('edges give the extent that they were made of', () => {
  const whole = fc.integer({ min: -180, max: 179 });
  const span = fc.integer({ min: 1, max: 360 });
  fc.assert(
    fc.property(whole, span, fc.constantFrom(...CONVENTIONS), (west, wide, convention) => {
      const extent = { west, east: west + wide, north: 30, south: -45 };
      const result = extentOfEdges(edgesOfExtent(extent, convention), convention);
      if (!result.ok) throw new Error(result.fault);
      expect(normaliseLongitude(result.extent.west, '-180-180')).toBeCloseTo(west, 5);
      expect(result.extent.east - result.extent.west).toBeCloseTo(wide, 5);
    }),
  );
});
