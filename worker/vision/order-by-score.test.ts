import fc from 'fast-check';
import { expect, test } from 'vitest';
import { orderByScore } from './order-by-score';

function byComparing(scores: Float32Array): number[] {
  return [...scores.keys()].sort((a, b) => (scores[b] ?? 0) - (scores[a] ?? 0));
}

test('equals a stable sort that compares', () => {
  const even = fc.integer({ min: 0, max: 20 }).map((value) => value / 20);
  const any = fc.float({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0);
  fc.assert(
    fc.property(fc.array(fc.oneof(even, any), { maxLength: 300 }), (values) => {
      const scores = Float32Array.from(values);
      expect([...orderByScore(scores)]).toEqual(byComparing(scores));
    }),
    { numRuns: 300 },
  );
});

test('keeps the order of equal scores, however many', () => {
  const scores = new Float32Array(20_000).fill(0.5);
  scores[19_999] = 1;
  expect([...orderByScore(scores)]).toEqual([19_999, ...Array(19_999).keys()]);
});

test('reads a part of a longer list', () => {
  expect([...orderByScore(Float32Array.of(9, 0.1, 0.9, 0.5).subarray(1))]).toEqual([1, 2, 0]);
});
