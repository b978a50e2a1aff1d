import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { namePattern } from './name-pattern';
import { orderSols } from './order-sols';
import { readSolName } from './read-sol-name';

describe('names of maps', () => {
  test('say sub-phase and day', () => {
    expect(readSolName('G04_day01.jpg')).toEqual({ subPhase: 'G04', day: 1 });
    expect(readSolName('mdgm_b12-sol030.png')).toEqual({ subPhase: 'B12', day: 30 });
    expect(readSolName('maps/P22day7')).toEqual({ subPhase: 'P22', day: 7 });
  });

  test('or nothing', () => {
    const names = ['holiday12.jpg', 'G4_day01.jpg', 'XG04_day01.jpg', 'G04_day00.jpg', 'G04_day1234.jpg', ''];
    expect(names.map(readSolName)).toEqual(names.map(() => undefined));
  });

  test('have a pattern', () => {
    expect(namePattern('G04_day01.jpg')).toBe('g#_day#.jpg');
    expect(namePattern('G05_day12.JPG')).toBe(namePattern('G04_day01.jpg'));
    expect(namePattern('photo.jpg')).toBe('photo.jpg');
  });
});

describe('orderSols', () => {
  const sols = (names: readonly string[]) =>
    orderSols(names).map(
      ({ name, sol, missing, certain }) => `${name} ${sol} ${missing}${certain ? '' : '?'}`,
    );

  test('goes by sub-phase and day and counts the sols without a map', () => {
    expect(sols(['G04_day10.jpg', 'G04_day02.jpg', 'G04_day01.jpg', 'G04_day05.jpg'])).toEqual([
      'G04_day01.jpg 1 0',
      'G04_day02.jpg 2 0',
      'G04_day05.jpg 5 2',
      'G04_day10.jpg 10 4',
    ]);
  });

  test('goes on into the next sub-phase, and says that its length is not known', () => {
    expect(sols(['G05_day01.jpg', 'G04_day30.jpg', 'G05_day03.jpg'])).toEqual([
      'G04_day30.jpg 1 0',
      'G05_day01.jpg 2 0?',
      'G05_day03.jpg 4 1',
    ]);
  });

  test('leaves an unknown time where sub-phases do not follow one another', () => {
    expect(
      sols(['D01_day02.jpg', 'G23_day28.jpg', 'P01_day01.jpg', 'E05_day01.jpg', 'X01_day01.jpg']),
    ).toEqual([
      'E05_day01.jpg 1 0',
      'P01_day01.jpg 32 30?',
      'G23_day28.jpg 63 30?',
      'D01_day02.jpg 94 30?',
      'X01_day01.jpg 125 30?',
    ]);
  });

  test('takes two maps of one day as one sol', () => {
    expect(sols(['G04_day02.png', 'G04_day02.jpg', 'G04_day01.jpg'])).toEqual([
      'G04_day01.jpg 1 0',
      'G04_day02.jpg 2 0',
      'G04_day02.png 2 0',
    ]);
  });

  test('goes by name where names say nothing, numbers as numbers', () => {
    expect(sols(['map10.jpg', 'map9.jpg', 'map1.jpg'])).toEqual([
      'map1.jpg 1 0',
      'map9.jpg 2 0?',
      'map10.jpg 3 0?',
    ]);
    expect(sols(['a.jpg', 'G04_day02.jpg'])).toEqual(['G04_day02.jpg 1 0', 'a.jpg 32 30?']);
  });

  test('is an order, whatever the names', () => {
    const part = fc.constantFrom('G04', 'G05', 'P01', 'x');
    const name = fc
      .tuple(part, fc.constantFrom('_day', '-'), fc.integer({ min: 0, max: 40 }))
      .map((all) => all.join(''));
    fc.assert(
      fc.property(fc.array(name), (names) => {
        const ordered = orderSols(names);
        expect(ordered.map(({ index }) => index).toSorted((a, b) => a - b)).toEqual([...names.keys()]);
        ordered.forEach((map, i) => expect(map.sol).toBeGreaterThanOrEqual(ordered[i - 1]?.sol ?? 1));
        expect(orderSols(names.toReversed()).map((map) => map.name)).toEqual(ordered.map((map) => map.name));
      }),
    );
  });
});
