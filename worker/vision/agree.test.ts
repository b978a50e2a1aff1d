import { describe, expect, test } from 'vitest';
import { brokenOutput } from './broken-output';
import { agree } from './agree';
import type { Proposals } from './heads/head';
import { probeTensor } from './probe-tensor';

const proposals = (...rows: readonly (readonly number[])[]): Proposals => ({
  boxes: Float32Array.from(rows.flatMap((row) => row.slice(0, 4))),
  scores: Float32Array.from(rows, (row) => row[4] ?? 0),
  classIds: Uint16Array.from(rows, (row) => row[5] ?? 0),
});
const CPU = proposals([10, 10, 50, 60, 0.9, 3], [100, 80, 140, 150, 0.4, 1], [0, 0, 5, 5, 0.001, 2]);

describe('agree', () => {
  test('equal answers, whatever their order', () => {
    const sorted = proposals([0, 0, 5, 5, 0.001, 7], [100, 80, 140, 150, 0.4, 1], [10, 10, 50, 60, 0.9, 3]);
    expect(agree(CPU, sorted)).toBe(true);
  });

  test('answers within 2 px and 0.02', () => {
    const near = proposals(
      [11.9, 8.1, 50, 60, 0.881, 3],
      [100, 80, 140, 151.9, 0.419, 1],
      [0, 0, 5, 5, 0, 2],
    );
    expect(agree(CPU, near)).toBe(true);
  });

  test.each([
    ['a box moved', [12.1, 10, 50, 60, 0.9, 3]],
    ['a score changed', [10, 10, 50, 60, 0.87, 3]],
    ['another class', [10, 10, 50, 60, 0.9, 4]],
    ['a score that is no number', [10, 10, 50, 60, NaN, 3]],
    ['a box that is infinite', [10, Infinity, 50, 60, 0.9, 3]],
    ['zeros', [0, 0, 0, 0, 0, 0]],
  ])('not %s', (_, row) => {
    const answer = proposals(row, [100, 80, 140, 150, 0.4, 1], [0, 0, 5, 5, 0.001, 2]);
    expect(agree(CPU, answer)).toBe(false);
  });

  test('not a candidate too few or too many', () => {
    const fewer = proposals([10, 10, 50, 60, 0.9, 3], [0, 0, 5, 5, 0.001, 2]);
    expect(agree(CPU, fewer)).toBe(false);
    expect(agree(fewer, CPU)).toBe(false);
  });
});

test('the probe is the same every time, in range, and not flat', () => {
  const tensor = probeTensor({ width: 160, height: 96 });
  expect(tensor).toEqual(probeTensor({ width: 160, height: 96 }));
  expect(tensor).toHaveLength(3 * 160 * 96);
  const [least, most] = [Math.min(...tensor), Math.max(...tensor)];
  // Nothing of it was too dark or too bright for a byte, which would be the other extreme.
  expect(least).toBeGreaterThan(0);
  expect(most).toBeLessThan(255);
  expect(most - least).toBeGreaterThan(128);
});

test('an output that only a broken device gives', () => {
  const output = (...values: number[]) => ({ data: Float32Array.from(values), shape: [1, 5, 1] });
  expect(brokenOutput(output(1, 2, 3, 4, 0))).toBeUndefined();
  expect(brokenOutput(output(0, 0, 0, 0, 0))).toBe('zeros');
  expect(brokenOutput(output(1, 2, 3, 4, NaN))).toBe('not-finite');
  expect(brokenOutput(output(1, -Infinity, 3, 4, 0.5))).toBe('not-finite');
});
