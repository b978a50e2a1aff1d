import { expect, test } from 'vitest';
import { roundHalfEven } from './round-half-even';

test.each([
  [0.5, 0],
  [1.5, 2],
  [2.5, 2],
  [-0.5, 0],
  [-1.5, -2],
  [2.4999, 2],
  [2.5001, 3],
  [-0.1, 0],
])('%f rounds to %i', (value, expected) => {
  expect(roundHalfEven(value)).toBe(expected);
});
