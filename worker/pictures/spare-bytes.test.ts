import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { spareBytes } from './spare-bytes';

const MB = 1024 * 1024;

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test.each([
  ['few', 2 * MB, 60_000],
  ['more', 8 * MB, 499],
])('%s bytes are filled again by the next picture of that size', (_, length, later) => {
  const spare = spareBytes();
  const first = spare.take(length);
  spare.give(first);
  vi.advanceTimersByTime(later);
  expect(spare.take(length) === first).toBe(true);
  // In use, so that another picture gets its own.
  expect(spare.take(length) === first).toBe(false);
});

test.each([
  ['are more than a moment old', 8 * MB, 500],
  ['are very many', 17 * MB, 0],
])('bytes that %s are freed', (_, length, later) => {
  const spare = spareBytes();
  const first = spare.take(length);
  spare.give(first);
  vi.advanceTimersByTime(later);
  expect(first.length).toBe(0);
  expect(spare.take(length)).toHaveLength(length);
});

test('bytes of another number are freed', () => {
  const spare = spareBytes();
  const first = spare.take(2 * MB);
  spare.give(first);
  expect(spare.take(MB)).toHaveLength(MB);
  expect(first.length).toBe(0);
});
