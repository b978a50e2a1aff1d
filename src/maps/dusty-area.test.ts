import { describe, expect, test } from 'vitest';
import { areaKm2 } from './area-km2';
import { dustyArea, LATITUDE_BANDS } from './dusty-area';
import type { SolStorm } from './sol-storm';

function storm(sol: number, west: number, east: number, north: number, south: number): SolStorm {
  const extent = { west, east, north, south };
  const centre = { longitude: (west + east) / 2, latitude: (north + south) / 2 };
  return { ...extent, centre, areaKm2: areaKm2(extent), small: false, sol, classId: 0 };
}

describe('dustyArea', () => {
  test('has six bands that cover the sphere', () => {
    expect(LATITUDE_BANDS.map(({ north, south }) => [north, south])).toEqual([
      [90, 60],
      [60, 30],
      [30, 0],
      [0, -30],
      [-30, -60],
      [-60, -90],
    ]);
  });

  test('splits a box by band, exactly', () => {
    const [row] = dustyArea([storm(3, 0, 90, 90, -90)], []);
    // 2,417,762.35 km2 from 60 degrees to the pole, summed over strips; half the globe's quarter lies within 30.
    expect(row?.bandsKm2[0]).toBeCloseTo(2_417_762.35, 0);
    expect(row?.bandsKm2[5]).toBeCloseTo(2_417_762.35, 0);
    expect((row?.bandsKm2[2] ?? 0) + (row?.bandsKm2[3] ?? 0)).toBeCloseTo(144_371_390.88 / 8, 0);
    expect(row?.totalKm2).toBeCloseTo(144_371_390.88 / 4, 0);
  });

  test('has a row for each sol with a map, by sol', () => {
    const rows = dustyArea(
      [storm(4, 170, 190, 10, 5), storm(2, 0, 10, 10, 5), storm(4, 0, 10, 10, 5)],
      [5, 4, 1, 2],
    );
    expect(rows.map(({ sol }) => sol)).toEqual([1, 2, 4, 5]);
    expect(rows[0]).toEqual({ sol: 1, totalKm2: 0, bandsKm2: [0, 0, 0, 0, 0, 0] });
    expect((rows[2]?.totalKm2 ?? 0) / (rows[1]?.totalKm2 ?? 1)).toBeCloseTo(3, 9);
  });

  test('counts twice where boxes overlap', () => {
    const twice = [storm(1, 0, 10, 10, 5), storm(1, 0, 10, 10, 5)];
    expect(dustyArea(twice, [])[0]?.totalKm2).toBe(2 * (twice[0]?.areaKm2 ?? 0));
  });

  test('takes other bands', () => {
    const bands = [{ north: 10, south: 0 }];
    expect(dustyArea([storm(1, 0, 10, 20, 0)], [], bands)[0]?.bandsKm2).toEqual([
      areaKm2({ west: 0, east: 10, north: 10, south: 0 }),
    ]);
  });
});
