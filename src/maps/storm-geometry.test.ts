import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { areaKm2 } from './area-km2';
import { greatCircleKm } from './great-circle-km';
import type { MapFrame } from './map-frame';
import { MDAD_MINIMUM_KM2, stormGeometry } from './storm-geometry';

const PICTURE = { width: 3600, height: 1800 };
const GLOBE: MapFrame = { west: -180, east: 180, north: 90, south: -90, picture: PICTURE };
const SPHERE_KM2 = 144_371_390.88;

describe('areas', () => {
  // Summed over 200,000 strips, each the side of a truncated cone, which needs no antiderivative.
  test.each([
    ['a hemisphere', { west: 0, east: 360, north: 90, south: 0 }, 72_185_695.44],
    ['the sphere', { west: -180, east: 180, north: 90, south: -90 }, SPHERE_KM2],
    ['a polar box', { west: 0, east: 90, north: 90, south: 60 }, 2_417_762.35],
    ['the last degree before a pole', { west: 0, east: 1, north: 90, south: 89 }, 30.539531],
    ['a degree at the equator', { west: 10, east: 11, north: 0.5, south: -0.5 }, 3499.6169],
    ['a degree at 80 degrees', { west: 10, east: 11, north: 80.5, south: 79.5 }, 607.7021],
    ['a degree at 80 degrees south', { west: 10, east: 11, north: -79.5, south: -80.5 }, 607.7021],
    ['a box across 180', { west: 170, east: 190, north: 10, south: -10 }, 1_392_768.27],
  ])('%s', (_, extent, expected) => {
    expect(areaKm2(extent) / expected).toBeCloseTo(1, 6);
  });

  test('an empty extent has none', () => {
    expect(areaKm2({ west: 0, east: 0, north: 10, south: 0 })).toBe(0);
    expect(areaKm2({ west: 10, east: 0, north: 10, south: 0 })).toBe(0);
    expect(areaKm2({ west: 0, east: 10, north: 0, south: 10 })).toBe(0);
  });
});

test('great circles, as by the angle between two vectors', () => {
  const length = (a: readonly [number, number], b: readonly [number, number]) =>
    greatCircleKm({ longitude: a[0], latitude: a[1] }, { longitude: b[0], latitude: b[1] });
  expect(length([0, 0], [90, 0])).toBeCloseTo(5324.21415, 4);
  expect(length([0, 0], [180, 0])).toBeCloseTo(10_648.4283, 3);
  expect(length([170, 10], [-170, -10])).toBeCloseTo(1668.9689, 4);
  expect(length([0, 80], [180, 80])).toBeCloseTo(1183.1587, 4);
  expect(length([10, 45], [11, 45])).toBeCloseTo(41.830712, 5);
  expect(length([10, 45], [10, 45])).toBe(0);
});

describe('stormGeometry', () => {
  test('places a box', () => {
    const storm = stormGeometry(GLOBE, [1900, 850, 1910, 950]);
    expect([storm.west, storm.east, storm.north, storm.south]).toEqual([10, 11, 5, -5]);
    expect(storm.centre).toEqual({ longitude: 10.5, latitude: 0 });
    expect(storm.areaKm2 / 34_953.3).toBeCloseTo(1, 3);
  });

  test('runs on across the seam, with an east beyond 180', () => {
    const storm = stormGeometry(GLOBE, [3500, 800, 3700, 1000]);
    expect([storm.west, storm.east]).toEqual([170, 190]);
    expect(storm.centre.longitude).toBe(-180);
    expect(storm.areaKm2 / 1_392_768.27).toBeCloseTo(1, 6);
    expect(stormGeometry(GLOBE, [3550, 800, 3750, 1000]).centre.longitude).toBe(-175);
  });

  test('is the same on a map that begins elsewhere', () => {
    const other: MapFrame = { ...GLOBE, west: 0, east: 360 };
    expect(stormGeometry(other, [1700, 800, 1900, 1000])).toEqual(
      stormGeometry(GLOBE, [3500, 800, 3700, 1000]),
    );
  });

  test('counts no longitude twice, and no latitude beyond a pole', () => {
    const belt = stormGeometry(GLOBE, [-50, 0, 3700, 1800]);
    expect(belt.east - belt.west).toBe(360);
    expect(belt.areaKm2 / SPHERE_KM2).toBeCloseTo(1, 6);
    const sampledAtPoles: MapFrame = {
      ...GLOBE,
      north: 90.05,
      south: -90.05,
      picture: { ...PICTURE, height: 1801 },
    };
    const storm = stormGeometry(sampledAtPoles, [0, 0, 3600, 1801]);
    expect([storm.north, storm.south]).toEqual([90, -90]);
    expect(storm.areaKm2 / SPHERE_KM2).toBeCloseTo(1, 6);
  });

  test('marks storms that the database would not list', () => {
    // Five and six degrees square at the equator: 87,400 and 125,900 km2.
    expect(stormGeometry(GLOBE, [0, 875, 50, 925])).toMatchObject({ small: true });
    expect(stormGeometry(GLOBE, [0, 870, 60, 930])).toMatchObject({ small: false });
    expect(MDAD_MINIMUM_KM2).toBe(100_000);
  });

  test('a map rolled by any number of columns moves it and changes nothing else', () => {
    const side = fc.integer({ min: 1, max: 1000 });
    fc.assert(
      fc.property(
        fc.integer({ min: 0, max: 3599 }),
        fc.integer({ min: 0, max: 3599 }),
        side,
        side,
        (...args) => {
          const [x, roll, width, height] = args;
          const here = stormGeometry(GLOBE, [x, 500, x + width, 500 + height]);
          const start = (x + roll) % 3600;
          const rolled = stormGeometry({ ...GLOBE, west: -180 - roll / 10, east: 180 - roll / 10 }, [
            start,
            500,
            start + width,
            500 + height,
          ]);
          expect(rolled.areaKm2).toBeCloseTo(here.areaKm2, 3);
          const turns = (rolled.centre.longitude - here.centre.longitude) / 360;
          expect(turns).toBeCloseTo(Math.round(turns), 9);
          expect(rolled.west).toBeGreaterThanOrEqual(-180);
          expect(rolled.west).toBeLessThan(180);
        },
      ),
    );
  });

  test('areas of the parts of a box add up to that of the box', () => {
    const edge = fc.integer({ min: 1, max: 999 });
    fc.assert(
      fc.property(edge, edge, (across, down) => {
        const parts = (
          [
            [3000, 100, 3000 + across, 100 + down],
            [3000 + across, 100, 4000, 100 + down],
            [3000, 100 + down, 3000 + across, 1100],
            [3000 + across, 100 + down, 4000, 1100],
          ] as const
        ).map((box) => stormGeometry(GLOBE, box).areaKm2);
        const whole = stormGeometry(GLOBE, [3000, 100, 4000, 1100]).areaKm2;
        expect(parts.reduce((sum, part) => sum + part, 0) / whole).toBeCloseTo(1, 9);
      }),
    );
  });
});
