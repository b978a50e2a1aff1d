import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { atRest } from './at-rest';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const step = () => vi.fn(() => Promise.resolve());

test('waits until it is started', async () => {
  const work = step();
  const rest = atRest(100);
  rest.begin();
  rest.end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).not.toHaveBeenCalled();
});

test('does its steps one after the other, each after a rest', async () => {
  const work = step();
  void atRest(100).start([work, work, work]);
  const counts: number[] = [];
  for (let i = 0; i < 6; i++) {
    await vi.advanceTimersByTimeAsync(50);
    counts.push(work.mock.calls.length);
  }
  await vi.advanceTimersByTimeAsync(1000);
  expect([...counts, work.mock.calls.length]).toEqual([0, 1, 1, 2, 2, 3, 3]);
});

test('holds on while other things are done, as long as one of them lasts', async () => {
  const work = step();
  const rest = atRest(100);
  rest.begin();
  rest.begin();
  void rest.start([work, work, work]);
  rest.end();
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).not.toHaveBeenCalled();
  rest.end();
  await vi.advanceTimersByTimeAsync(90);
  rest.begin();
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).not.toHaveBeenCalled();
  rest.end();
  await vi.advanceTimersByTimeAsync(100);
  expect(work).toHaveBeenCalledTimes(1);
});

test('does not go on where something else began during a step', async () => {
  let finish = () => {};
  const work = vi.fn(() => new Promise<void>((resolve) => (finish = resolve)));
  const rest = atRest(100);
  void rest.start([work, work, work]);
  await vi.advanceTimersByTimeAsync(100);
  rest.begin();
  finish();
  await vi.advanceTimersByTimeAsync(1000);
  expect(work).toHaveBeenCalledTimes(1);
});

test('a step that fails is the last, and tells', async () => {
  const work = vi.fn(() => Promise.reject(new Error('no memory')));
  const told = expect(atRest(100).start([work, work, work])).rejects.toThrow('no memory');
  await vi.advanceTimersByTimeAsync(1000);
  await told;
  expect(work).toHaveBeenCalledTimes(1);
});

test('tells when the last is done', async () => {
  let done = 0;
  const all = atRest(100).start([step(), step()]);
  void all.then(() => done++);
  await vi.advanceTimersByTimeAsync(190);
  expect(done).toBe(0);
  await vi.advanceTimersByTimeAsync(20);
  expect(done).toBe(1);
});
