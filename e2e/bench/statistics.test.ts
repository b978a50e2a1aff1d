import { expect, test } from 'vitest';
import { median, noiseOfStretches, pairedRatio, quantile, slopeOf } from './statistics';

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

test('values that are like those before them are not taken for growth as if each were new', () => {
  const found = (growth: number, likeness: number) =>
    Array.from({ length: 400 }, (_, seed) => slopeOf(wander(seed + 1, growth, likeness))).filter(
      ({ slope, error }) => Math.abs(slope) > 2 * error,
    ).length;
  expect(found(0, 0)).toBeLessThan(40);
  // Taken as independent, 149 of these would be.
  expect(found(0, 0.7)).toBeLessThan(100);
  expect(found(0.05, 0.7)).toBeGreaterThan(380);
});

test('the noise of stretches is what their slopes differ by', () => {
  expect(noiseOfStretches([1, 3, 5, 7, 9, 11], 3)).toBe(0);
  expect(noiseOfStretches([1, 3, 5, 8], 9)).toBe(0);
  // Slopes of 1, -1 and 1 around one of 0.2.
  expect(noiseOfStretches([0, 1, 0, 1], 2)).toBeCloseTo(2 * Math.sqrt((0.8 ** 2 + 1.2 ** 2 + 0.8 ** 2) / 3));
});

test('growth is told from the noise of stretches, and chance is not taken for it', () => {
  const found = (growth: number, likeness: number) =>
    Array.from({ length: 400 }, (_, seed) => wander(seed + 1, growth, likeness)).filter(
      (values) => slopeOf(values).slope > noiseOfStretches(values, 20),
    ).length;
  expect(found(0, 0.7)).toBe(0);
  expect(found(0.05, 0)).toBe(400);
  expect(found(0.1, 0.7)).toBeGreaterThan(380);
});

/** 60 values that grow by so much a step, each with so much of what the one before had of chance. */
function wander(seed: number, growth: number, likeness: number): number[] {
  let [state, chance] = [seed, 0];
  return Array.from({ length: 160 }, (_, i) => {
    // Numerical Recipes' linear congruential generator.
    state = (state * 1664525 + 1013904223) % 2 ** 32;
    chance = likeness * chance + state / 2 ** 32 - 0.5;
    return growth * i + chance;
  }).slice(100);
}
