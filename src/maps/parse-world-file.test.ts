import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findWorldFile, isWorldFileName } from './find-world-file';
import { parseWorldFile } from './parse-world-file';

const MAP = { width: 3600, height: 1800 };
const GLOBE = ['0.1', '0.0', '0.0', '-0.1', '-179.95', '89.95'];
const read = (lines: readonly (string | number)[], picture = MAP) =>
  parseWorldFile(lines.join('\n'), picture);
const extent = (lines: readonly (string | number)[], picture = MAP) => {
  const result = read(lines, picture);
  if (!result.ok) return result.fault;
  const { west, east, north, south } = result.extent;
  return [west, east, north, south].map((side) => Number(side.toFixed(9)));
};

describe('parseWorldFile', () => {
  test('counts from the centre of the first pixel to the edges', () => {
    expect(extent(GLOBE)).toEqual([-180, 180, 90, -90]);
    expect(extent(['0.1', '0', '0', '-0.1', '0.05', '89.95'])).toEqual([0, 360, 90, -90]);
    expect(extent([0.05, 0, 0, -0.05, 170.025, 9.975], { width: 400, height: 400 })).toEqual([
      170, 190, 10, -10,
    ]);
  });

  test('takes rows sampled at the poles', () => {
    expect(extent(['0.1', '0', '0', '-0.1', '-180', '90'], { width: 3600, height: 1801 })).toEqual([
      179.95, 539.95, 90.05, -90.05,
    ]);
  });

  test('reads any line ends, a byte order mark, exponents and a last empty line', () => {
    expect(parseWorldFile(`\uFEFF${GLOBE.join('\r\n')}\r\n\r\n`, MAP)).toMatchObject({ ok: true });
    expect(parseWorldFile(GLOBE.join('\r'), MAP)).toMatchObject({ ok: true });
    expect(extent(['1e-1', '-0', '+0', '-1.0E-1', '-17995e-2', '89.95'])).toEqual([-180, 180, 90, -90]);
  });

  test('says why it refuses one', () => {
    expect(extent(GLOBE.with(1, '0.001'))).toBe('rotated');
    expect(extent(GLOBE.with(2, '-5'))).toBe('rotated');
    expect(extent(GLOBE.with(0, '-0.1'))).toBe('mirrored');
    expect(extent(GLOBE.with(3, '0.1'))).toBe('mirrored');
    expect(extent([5928, 0, 0, -5928, -10_669_477, 5_334_738])).toBe('not-degrees');
    expect(extent(GLOBE, { width: 7200, height: 1800 })).toBe('not-degrees');
    expect(extent(GLOBE, { width: 3600, height: 3600 })).toBe('not-degrees');
    expect(extent(GLOBE.with(0, '0'))).toBe('not-a-world-file');
  });

  test.each([
    ['', 'nothing'],
    [GLOBE.slice(0, 5).join('\n'), 'five lines'],
    [[...GLOBE, '1'].join('\n'), 'seven lines'],
    [GLOBE.with(4, '0x10').join('\n'), 'a hexadecimal number'],
    [GLOBE.with(4, 'Infinity').join('\n'), 'infinity'],
    [GLOBE.with(4, '1e999').join('\n'), 'a number too large'],
    [GLOBE.with(4, '1,5').join('\n'), 'a comma'],
    [GLOBE.with(4, '').join('\n'), 'an empty line between'],
    [`${GLOBE.join('\n')}${' '.repeat(5_000)}`, 'a long text'],
  ])('refuses %j: %s', (text) => {
    expect(parseWorldFile(text, MAP)).toEqual({ ok: false, fault: 'not-a-world-file' });
  });

  test('takes any text without a mishap', () => {
    fc.assert(
      fc.property(fc.array(fc.oneof(fc.double().map(String), fc.string()), { maxLength: 8 }), (lines) => {
        const result = parseWorldFile(lines.join('\n'), MAP);
        if (result.ok) expect(Object.values(result.extent).every(Number.isFinite)).toBe(true);
      }),
    );
  });
});

describe('which world file belongs to a picture', () => {
  test('by its name', () => {
    expect(findWorldFile('G04_day01.jpg', ['G04_day02.jgw', 'g04_DAY01.JGW'])).toBe('g04_DAY01.JGW');
    expect(findWorldFile('a.b.png', ['a.pgw', 'a.b.wld', 'a.b.pgw'])).toBe('a.b.pgw');
    expect(findWorldFile('a.jpeg', ['a.jpeg.wld', 'a.jpegw'])).toBe('a.jpegw');
    expect(findWorldFile('a.jpeg', ['a.jgw', 'a.pgw'])).toBe('a.jgw');
    expect(findWorldFile('a.png', ['a.jgw', 'b.pgw', 'a.png'])).toBeUndefined();
    expect(findWorldFile('noext', ['noext.wld'])).toBeUndefined();
  });

  test('known by its ending', () => {
    expect(
      ['a.PGW', 'a.jgw', 'a.wld', 'a.jpgw', 'a.jpegw', 'a.wpw', 'a.jpg.wld'].every(isWorldFileName),
    ).toBe(true);
    expect(['a.png', 'wld', 'a.wld.txt', 'a.raw'].some(isWorldFileName)).toBe(false);
  });
});
