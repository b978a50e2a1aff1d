import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { columnOf, isGlobal, latitudeAt, longitudeAt, rowOf, type MapFrame } from './map-frame';
import { proposeExtent } from './propose-extent';

const GLOBE: MapFrame = {
  west: -180,
  east: 180,
  north: 90,
  south: -90,
  picture: { width: 3600, height: 1800 },
};
/** From 170 E over the antimeridian to 170 W. */
const STRIP: MapFrame = { west: 170, east: 190, north: 10, south: -10, picture: { width: 200, height: 200 } };

describe('a map frame', () => {
  test('counts pixels from edges', () => {
    expect([0, 1800, 3600].map((x) => longitudeAt(GLOBE, x))).toEqual([-180, 0, 180]);
    expect([0, 900, 1800].map((y) => latitudeAt(GLOBE, y))).toEqual([90, 0, -90]);
    expect(longitudeAt(GLOBE, 0.5)).toBeCloseTo(-179.95, 10);
  });

  test('finds a meridian in whichever turn it is counted', () => {
    expect([-180, 180, 540, 0, 360, -90].map((longitude) => columnOf(GLOBE, longitude))).toEqual([
      0, 0, 0, 1800, 1800, 900,
    ]);
    expect([170, -190, 180, -180, -175, 190].map((longitude) => columnOf(STRIP, longitude))).toEqual([
      0, 0, 100, 100, 150, 200,
    ]);
  });

  test('goes back and forth', () => {
    const span = fc.double({ min: 1, max: 360, noNaN: true });
    const west = fc.double({ min: -360, max: 360, noNaN: true });
    const share = fc.double({ min: 0.001, max: 0.999, noNaN: true });
    fc.assert(
      fc.property(west, span, share, share, (from, wide, across, down) => {
        const frame: MapFrame = { ...STRIP, west: from, east: from + wide };
        expect(columnOf(frame, longitudeAt(frame, 200 * across))).toBeCloseTo(200 * across, 6);
        expect(rowOf(frame, latitudeAt(frame, 200 * down))).toBeCloseTo(200 * down, 6);
      }),
    );
  });

  test('is global when it spans 360 degrees within a pixel', () => {
    expect(isGlobal(GLOBE)).toBe(true);
    expect(isGlobal({ ...GLOBE, east: 179.91 })).toBe(true);
    expect(isGlobal({ ...GLOBE, east: 179.8 })).toBe(false);
    expect(isGlobal(STRIP)).toBe(false);
  });
});

test('a picture twice as wide as high is offered as the globe', () => {
  const globe = { west: -180, east: 180, north: 90, south: -90 };
  expect(proposeExtent({ width: 3600, height: 1801 })).toEqual(globe);
  expect(proposeExtent({ width: 7200, height: 3600 })).toEqual(globe);
  expect(proposeExtent({ width: 1920, height: 1080 })).toBeUndefined();
  expect(proposeExtent({ width: 1024, height: 1024 })).toBeUndefined();
});
