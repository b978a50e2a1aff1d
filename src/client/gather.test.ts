import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { gather } from './gather';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

function gathered() {
  const written: string[] = [];
  const values = gather(1_000, (entries: ReadonlyMap<string, number>) => {
    written.push(JSON.stringify([...entries]));
    return Promise.resolve(written.length);
  });
  return { values, written };
}

test('the first goes at once, what follows within the pace together', async () => {
  const { values, written } = gathered();
  await expect(values.add('a', 1)).resolves.toBe(1);
  const later = [values.add('b', 2), values.add('c', 3), values.add('b', 4)];
  expect(values.get('b')).toBe(4);
  await vi.advanceTimersByTimeAsync(999);
  expect(written).toEqual(['[["a",1]]']);
  await vi.advanceTimersByTimeAsync(1);
  expect(await Promise.all(later)).toEqual([2, 2, 2]);
  expect(written).toEqual(['[["a",1]]', '[["b",4],["c",3]]']);
  expect(values.get('b')).toBeUndefined();
});

test('what comes after a rest goes at once again', async () => {
  const { values, written } = gathered();
  await values.add('a', 1);
  await vi.advanceTimersByTimeAsync(1_000);
  await values.add('b', 2);
  expect(written).toHaveLength(2);
});

test('what was taken back is not written', async () => {
  const { values, written } = gathered();
  await values.add('a', 1);
  void values.add('b', 2);
  values.clear();
  await vi.advanceTimersByTimeAsync(1_000);
  expect(written.at(-1)).toBe('[]');
});
