import { expect, test } from 'vitest';
import { secondsLeft } from './seconds-left';

test('the rest goes on as it went so far', () => {
  expect(secondsLeft(500, 0, 59)).toBeUndefined();
  expect(secondsLeft(10_000, 10, 59)).toBeCloseTo(49);
  expect(secondsLeft(3_000, 1.5, 4)).toBeCloseTo(5);
  expect(secondsLeft(3_000, 4, 4)).toBe(0);
});
