import { expect, test } from 'vitest';
import { LIMITS } from './limits';
import { planReads } from './plan-reads';

const range = (start: number, end: number) => ({ start, end });
const places = (parts: readonly { start: number; end: number }[]) =>
  planReads(parts).map(({ start, end }) => [start, end]);

test('nothing needs no read', () => {
  expect(planReads([])).toEqual([]);
});

test('neighbours are read together, in whatever order they are given', () => {
  const [first, second] = [range(0, 10), range(10, 30)];
  expect(planReads([second, first])).toEqual([{ start: 0, end: 30, parts: [first, second] }]);
});

test('the smallest gaps are read over, as long as little is wasted', () => {
  const size = 64_000;
  const budget = 3 * size * LIMITS.gapShare;
  const parts = [
    range(0, size),
    range(size + 100, 2 * size),
    range(2 * size + budget, 3 * size + budget + 100),
  ];
  expect(places(parts)).toEqual([
    [0, 2 * size],
    [2 * size + budget, 3 * size + budget + 100],
  ]);
});

test('no read is longer than the limit, except for one long part', () => {
  const { readBytes } = LIMITS;
  const parts = [
    range(0, readBytes - 1),
    range(readBytes - 1, readBytes + 5),
    range(readBytes + 5, 3 * readBytes),
  ];
  expect(places(parts)).toEqual(parts.map(({ start, end }) => [start, end]));
});
