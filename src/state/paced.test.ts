import { signal } from '@preact/signals';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { paced } from './paced';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

function scene(isBusy: boolean) {
  const busy = signal(isBusy);
  const source = signal(0);
  return { busy, source, shown: paced(source, busy) };
}

test('a value is followed at once while nothing runs', () => {
  const { source, shown } = scene(false);
  for (const value of [1, 2, 3]) {
    source.value = value;
    expect(shown.value).toBe(value);
  }
});

test('during a run the first change shows at once, and then the newest, twice a second', () => {
  const { source, shown } = scene(true);
  source.value = 1;
  expect(shown.value).toBe(1);
  vi.advanceTimersByTime(100);
  source.value = 2;
  source.value = 3;
  vi.advanceTimersByTime(399);
  expect(shown.value).toBe(1);
  vi.advanceTimersByTime(1);
  expect(shown.value).toBe(3);
});

test('what is left shows when the run ends', () => {
  const { busy, source, shown } = scene(true);
  source.value = 1;
  source.value = 2;
  expect(shown.value).toBe(1);
  busy.value = false;
  expect(shown.value).toBe(2);
});
