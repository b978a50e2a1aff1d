import { describe, expect, test } from 'vitest';
import { graticuleLines } from './graticule-lines';
import type { MapFrame } from './map-frame';

const GLOBE: MapFrame = {
  west: -180,
  east: 180,
  north: 90,
  south: -90,
  picture: { width: 3600, height: 1800 },
};
const WHOLE = { left: 0, top: 0, right: 3600, bottom: 1800 };

describe('the lines of a graticule', () => {
  test('lie 30 degrees apart on a fitted map', () => {
    const { step, meridians, parallels } = graticuleLines(GLOBE, WHOLE, 800 / 3600);
    expect(step).toBe(30);
    expect(meridians.map(({ longitude }) => longitude)).toEqual([
      -180, -150, -120, -90, -60, -30, 0, 30, 60, 90, 120, 150, 180,
    ]);
    expect(meridians.map(({ x }) => x)).toEqual(Array.from({ length: 13 }, (_, i) => 300 * i));
    expect(parallels.map(({ latitude, y }) => [latitude, y])).toEqual([
      [-90, 1800],
      [-60, 1500],
      [-30, 1200],
      [0, 900],
      [30, 600],
      [60, 300],
      [90, 0],
    ]);
  });

  test('come closer as one zooms in, and never nearer than they can be told apart', () => {
    const step = (scale: number) => graticuleLines(GLOBE, WHOLE, scale).step;
    expect([0.1, 0.5, 1, 2, 7, 32].map(step)).toEqual([30, 30, 10, 5, 1, 0.5]);
  });

  test('go on over the seam of a global map', () => {
    const { meridians } = graticuleLines(GLOBE, { ...WHOLE, left: 3000, right: 4200 }, 0.3);
    expect(meridians).toEqual([
      { longitude: 120, x: 3000 },
      { longitude: 150, x: 3300 },
      { longitude: 180, x: 3600 },
      { longitude: 210, x: 3900 },
      { longitude: 240, x: 4200 },
    ]);
  });

  test('end at the edges of a map of a region', () => {
    const strip: MapFrame = {
      west: 170,
      east: 190,
      north: 10,
      south: -10,
      picture: { width: 200, height: 200 },
    };
    const { step, meridians, parallels } = graticuleLines(
      strip,
      { left: -100, top: -50, right: 300, bottom: 250 },
      1.4,
    );
    expect(step).toBe(5);
    expect(meridians.map(({ longitude }) => longitude)).toEqual([170, 175, 180, 185, 190]);
    expect(parallels.map(({ latitude }) => latitude)).toEqual([-10, -5, 0, 5, 10]);
  });
});
