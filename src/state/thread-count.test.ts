import { expect, test } from 'vitest';
import { threadCount } from './thread-count';

test.each([
  [1, true, 1],
  [2, true, 2],
  [4, true, 4],
  [8, true, 4],
  [64, true, 8],
  [8, false, 1],
])('%i cores, isolated %s: %i', (cores, isolated, threads) => {
  expect(threadCount(cores, isolated)).toBe(threads);
});
