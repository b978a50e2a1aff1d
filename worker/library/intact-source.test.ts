import { createHash } from 'node:crypto';
import { beforeEach, expect, test } from 'vitest';
import { memoryStore } from '../store/open-store';
import type { PartStore } from '../store/model-store';
import type { Content } from '../store/read-content';
import { intactSource } from './intact-parts';

const SIZES = [1000, 1000, 1000, 321];
const whole = Uint8Array.from({ length: 3321 }, (_, i) => (i * 31 + (i >> 8)) & 0xff);
const content: Content = {
  content: 'content',
  parts: SIZES.map((size, i) => ({
    size,
    sha256: createHash('sha256')
      .update(whole.subarray(1000 * i, 1000 * i + size))
      .digest('hex'),
  })),
};
let asked: number[];
let store: PartStore;

beforeEach(async () => {
  const { parts } = memoryStore();
  asked = [];
  store = {
    ...parts,
    get(name, index) {
      asked.push(index);
      return parts.get(name, index);
    },
  };
  for (const [i, size] of SIZES.entries())
    await store.put('content', i, whole.slice(1000 * i, 1000 * i + size));
});

test.each([
  [0, 0],
  [0, 3321],
  [10, 20],
  [990, 1010],
  [999, 3001],
  [1000, 2000],
  [3000, 3321],
])('gives the bytes from %i to %i', async (start, end) => {
  const bytes = await intactSource(store, content).read(start, end);
  expect([...bytes]).toEqual([...whole.subarray(start, end)]);
  expect(bytes.buffer.byteLength).toBe(end - start);
});

test('reads each part once on the way through the file, its end included', async () => {
  const source = intactSource(store, content);
  expect(source.size).toBe(3321);
  for (const [start, end] of [
    [0, 300],
    [300, 1200],
    [1200, 1300],
  ] as const) {
    await source.read(start, end);
  }
  const file = await source.blob();
  expect(asked).toEqual([0, 1, 2, 3]);
  expect(Buffer.compare(new Uint8Array((await file?.arrayBuffer()) ?? []), whole)).toBe(0);
});

test('gives none of the bytes of a part that is not what it was, and no file', async () => {
  await store.put('content', 1, whole.slice(0, 1000));
  const source = intactSource(store, content);
  await expect(source.read(0, 1000)).resolves.toHaveLength(1000);
  await expect(source.read(999, 1001)).rejects.toMatchObject({ code: 'model-damaged', data: { part: 1 } });
  await expect(source.blob()).resolves.toBeUndefined();
});

test('gives neither where a part is missing', async () => {
  await store.remove('content');
  const source = intactSource(store, content);
  await expect(source.read(0, 1)).rejects.toMatchObject({ code: 'model-damaged' });
  await expect(source.blob()).resolves.toBeUndefined();
});

test('ends where it is not wanted any more', async () => {
  const source = intactSource(store, content, AbortSignal.abort());
  await expect(source.read(0, 1)).rejects.toThrow(/abort/i);
  await expect(source.blob()).rejects.toThrow(/abort/i);
});
