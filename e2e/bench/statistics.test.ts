import { expect, test } from 'vitest';
import { median, pairedRatio, quantile, slopeOf } from './statistics';

test('median and quantiles', () => {
  expect(median([3, 1, 2])).toBe(2);
  expect(median([4, 1, 2, 3])).toBe(2.5);
  expect(median([])).toBeNaN();
  const hundred = Array.from({ length: 101 }, (_, i) => 100 - i);
  expect(quantile(hundred, 0.95)).toBe(95);
  expect(quantile([7], 0.95)).toBe(7);
});

test('a ratio of pairs is not disturbed by noise that hits both', () => {
  expect(pairedRatio([2, 40, 2.2], [1, 20, 1])).toBe(2);
});

test('slope of a line and of noise', () => {
  expect(slopeOf([1, 3, 5, 7])).toEqual({ slope: 2, error: 0 });
  const { slope, error } = slopeOf([10, 12, 10, 12, 10, 12, 10, 12, 10]);
  expect(Math.abs(slope)).toBeLessThan(error);
});
