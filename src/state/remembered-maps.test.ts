import { describe, expect, test } from 'vitest';
import { readRemembered, writeRemembered, type MapSetting } from './remembered-maps';

const SETTING: MapSetting = {
  isMap: true,
  extent: { west: 0, east: 360, north: 90, south: -90 },
  convention: { range: '0-360', positive: 'west' },
};

describe('remembered maps', () => {
  test('come back as they were kept', () => {
    const settings = new Map([['g#_day#.jpg', SETTING]]);
    expect(readRemembered(writeRemembered(settings))).toEqual(settings);
  });

  test('are few: the oldest are forgotten', () => {
    const many = new Map(Array.from({ length: 300 }, (_, i) => [`map ${i}`, SETTING] as const));
    const kept = readRemembered(writeRemembered(many));
    expect(kept.size).toBe(200);
    expect(kept.has('map 0')).toBe(false);
    expect(kept.has('map 299')).toBe(true);
  });

  test('that are not as they should be are left out', () => {
    const bad = (change: object) => JSON.stringify([['a', { ...SETTING, ...change }]]);
    const texts = [
      undefined,
      '',
      'no JSON',
      '7',
      '[7, ["a"], ["a", null]]',
      bad({ isMap: 'yes' }),
      bad({ extent: null }),
      bad({ extent: { west: 0, east: 'x', north: 90, south: -90 } }),
      bad({ extent: { west: 10, east: 0, north: 90, south: -90 } }),
      bad({ extent: { west: 0, east: 360, north: -90, south: 90 } }),
      bad({ convention: { range: '0-90', positive: 'east' } }),
    ];
    expect(texts.map((text) => readRemembered(text).size)).toEqual(texts.map(() => 0));
  });
});
