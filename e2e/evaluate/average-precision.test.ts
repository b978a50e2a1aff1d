import { describe, expect, test } from 'vitest';
import type { Box } from '../../src/shared/types';
import { averagePrecision } from './average-precision';
import { cutAtSeam } from './cut-at-seam';

const A: Box = [0, 0, 100, 100];
const B: Box = [200, 0, 300, 100];
const NOTHING: Box = [500, 500, 600, 600];
const scored = (box: Box, confidence: number) => ({ box, confidence });

describe('averagePrecision', () => {
  test('is 1 where all is found and nothing else', () => {
    const found = [scored(A, 0.4), scored(B, 0.2)];
    expect(averagePrecision([{ truth: [A, B], found }], 0.5)).toBe(1);
  });

  test('is 0 where nothing is found, and undefined where nothing is there', () => {
    expect(averagePrecision([{ truth: [A], found: [scored(B, 0.4)] }], 0.3)).toBe(0);
    expect(averagePrecision([{ truth: [], found: [scored(B, 0.4)] }], 0.3)).toBeUndefined();
  });

  test('a wrong box costs where it is more confident than a right one only', () => {
    const right = [scored(A, 0.5), scored(B, 0.4)];
    const before = { truth: [A, B], found: [...right, scored(NOTHING, 0.9)] };
    // Precision 1/2 at the first, 2/3 at the second and, by the envelope, before it.
    expect(averagePrecision([before], 0.5)).toBeCloseTo(2 / 3, 6);
    const after = { truth: [A, B], found: [...right, scored(NOTHING, 0.1)] };
    expect(averagePrecision([after], 0.5)).toBe(1);
  });

  test('what is found of two once is the recalls up to a half', () => {
    // 51 of 101.
    expect(averagePrecision([{ truth: [A, B], found: [scored(A, 0.4)] }], 0.5)).toBeCloseTo(51 / 101, 6);
  });

  test('a second box on the same storm is wrong', () => {
    const found = [scored(A, 0.9), scored(A, 0.8), scored(B, 0.4)];
    expect(averagePrecision([{ truth: [A, B], found }], 0.5)).toBeCloseTo((51 + 50 * (2 / 3)) / 101, 6);
  });

  test('overlap decides', () => {
    // Shares 60 of 140 columns: 0.43.
    const found = [scored([40, 0, 140, 100], 0.9)];
    expect(averagePrecision([{ truth: [A], found }], 0.3)).toBe(1);
    expect(averagePrecision([{ truth: [A], found }], 0.5)).toBe(0);
  });

  test('confidence is compared over all maps', () => {
    const maps = [
      { truth: [A], found: [scored(A, 0.3)] },
      { truth: [], found: [scored(B, 0.6)] },
    ];
    expect(averagePrecision(maps, 0.5)).toBeCloseTo(0.5, 6);
  });

  test('in a part, a storm outside it that is found counts neither way', () => {
    const found = [scored(A, 0.9), scored(B, 0.8), scored([190, 0, 290, 100], 0.1)];
    const left = ([x1]: Box) => x1 < 195;
    expect(averagePrecision([{ truth: [A, B], found }], 0.5, left)).toBe(1);
    const wrongInside = [scored([100, 0, 190, 100], 0.95), ...found];
    expect(averagePrecision([{ truth: [A, B], found: wrongInside }], 0.5, left)).toBeCloseTo(0.5, 6);
  });
});

test('a box over the seam is cut there', () => {
  expect(cutAtSeam({ box: [3500, 10, 3700, 20], confidence: 0.5 }, 3600)).toEqual([
    { box: [3500, 10, 3600, 20], confidence: 0.5 },
    { box: [0, 10, 100, 20], confidence: 0.5 },
  ]);
  expect(cutAtSeam({ box: [3500, 10, 3600, 20], confidence: 0.5 }, 3600)).toHaveLength(1);
});
