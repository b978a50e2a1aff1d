import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { extentOfEdges } from './extent-of-edges';
import { formatLatitude, formatLongitude } from './format-degrees';
import {
  fromConvention,
  normaliseLongitude,
  toConvention,
  type LongitudeConvention,
} from './longitude-convention';

const SIGNED: LongitudeConvention = { range: '-180-180', positive: 'east' };
const EAST: LongitudeConvention = { range: '0-360', positive: 'east' };
const WEST: LongitudeConvention = { range: '0-360', positive: 'west' };

describe('longitudes', () => {
  test('are the same meridian in either range', () => {
    expect([-540, -180, 0, 180, 359, 360, 725].map((value) => normaliseLongitude(value, '-180-180'))).toEqual(
      [-180, -180, 0, -180, -1, 0, 5],
    );
    expect([-1, 0, 180, 360, -1e-20].map((value) => normaliseLongitude(value, '0-360'))).toEqual([
      359, 0, 180, 0, 0,
    ]);
  });

  test('stay inside their range and keep their meridian', () => {
    const longitude = fc.double({ min: -1e4, max: 1e4, noNaN: true });
    const convention = fc.record({
      range: fc.constantFrom('0-360' as const, '-180-180' as const),
      positive: fc.constantFrom('east' as const, 'west' as const),
    });
    fc.assert(
      fc.property(longitude, convention, (value, chosen) => {
        const written = toConvention(value, chosen);
        const least = chosen.range === '0-360' ? 0 : -180;
        expect(written).toBeGreaterThanOrEqual(least);
        expect(written).toBeLessThan(least + 360);
        const turns = (fromConvention(written, chosen) - value) / 360;
        expect(turns).toBeCloseTo(Math.round(turns), 9);
      }),
    );
  });

  test('are written as a person of the convention writes them', () => {
    expect(
      [12.34, -12.34, 347.66, 0, 180, -180, 179.96, -0.01].map((value) => formatLongitude(value, SIGNED)),
    ).toEqual(['12.3° E', '12.3° W', '12.3° W', '0.0°', '180.0°', '180.0°', '180.0°', '0.0°']);
    expect([-12.34, 359.96, 180].map((value) => formatLongitude(value, EAST))).toEqual([
      '347.7° E',
      '0.0° E',
      '180.0° E',
    ]);
    expect(formatLongitude(12.34, WEST)).toBe('347.7° W');
    expect(formatLongitude(12.34, { range: '-180-180', positive: 'west' })).toBe('12.3° E');
    expect(formatLongitude(12.345, SIGNED, 2)).toBe('12.35° E');
  });

  test('latitudes too', () => {
    expect([12.34, -90, 0.04, -0.04].map((value) => formatLatitude(value))).toEqual([
      '12.3° N',
      '90.0° S',
      '0.0°',
      '0.0°',
    ]);
  });
});

describe('edges typed by a person', () => {
  const globe = { top: 90, bottom: -90 };
  const extent = (left: number, right: number, convention: LongitudeConvention) => {
    const result = extentOfEdges({ left, right, ...globe }, convention);
    return result.ok ? [result.extent.west, result.extent.east] : result.fault;
  };

  test('become an extent in degrees east', () => {
    expect(extent(-180, 180, SIGNED)).toEqual([-180, 180]);
    expect(extent(0, 360, EAST)).toEqual([0, 360]);
    expect(extent(360, 0, WEST)).toEqual([0, 360]);
    expect(extent(180, -180, WEST)).toEqual([-180, 180]);
    expect(extent(170, -170, SIGNED)).toEqual([170, 190]);
    expect(extent(190, 170, WEST)).toEqual([170, 190]);
  });

  test('are refused where they make no map', () => {
    expect(extent(Number.NaN, 0, EAST)).toBe('not-a-number');
    expect(extent(0, 361, EAST)).toBe('longitude-range');
    expect(extentOfEdges({ left: 0, right: 360, top: 91, bottom: 0 }, EAST)).toEqual({
      ok: false,
      fault: 'latitude-range',
    });
    expect(extentOfEdges({ left: 0, right: 360, top: -10, bottom: 10 }, EAST)).toEqual({
      ok: false,
      fault: 'latitude-order',
    });
  });
});
