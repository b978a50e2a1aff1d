import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { atRest, type AtRest } from './at-rest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

/** How often rest has come so far, each time being waited for again. */
function count(rest: AtRest): () => number {
  let times = 0;
  const again = async (): Promise<void> => {
    await rest.comes();
    times++;
    await again();
  };
  void again();
  return () => times;
}

test('comes a while after it is waited for, each time', async () => {
  const times = count(atRest(100));
  const counts: number[] = [];
  for (let i = 0; i < 6; i++) {
    await vi.advanceTimersByTimeAsync(50);
    counts.push(times());
  }
  expect(counts).toEqual([0, 1, 1, 2, 2, 3]);
});

test('does not come while other things are done, as long as one of them lasts', async () => {
  const rest = atRest(100);
  rest.begin();
  rest.begin();
  const times = count(rest);
  rest.end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(times()).toBe(0);
  rest.end();
  await vi.advanceTimersByTimeAsync(90);
  rest.begin();
  await vi.advanceTimersByTimeAsync(1000);
  expect(times()).toBe(0);
  rest.end();
  await vi.advanceTimersByTimeAsync(100);
  expect(times()).toBe(1);
});

test('is nobody’s where nobody waits', async () => {
  const rest = atRest(100);
  rest.begin();
  rest.end();
  await vi.advanceTimersByTimeAsync(1000);
  const times = count(rest);
  await vi.advanceTimersByTimeAsync(90);
  expect(times()).toBe(0);
  await vi.advanceTimersByTimeAsync(20);
  expect(times()).toBe(1);
});
