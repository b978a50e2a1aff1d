import { expect, test } from 'vitest';
import { contentKey } from './content-key';

const file = (content: string, name = 'G04_day01.jpg', lastModified = 1) =>
  new File([content], name, { lastModified });

test('a file is known again, and anything that differs makes it another', async () => {
  const key = await contentKey(file('dust'), ['model', 640]);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(await contentKey(file('dust'), ['model', 640])).toBe(key);
  const others = await Promise.all([
    contentKey(file('dusk'), ['model', 640]),
    contentKey(file('dust', 'G04_day02.jpg'), ['model', 640]),
    contentKey(file('dust', undefined, 2), ['model', 640]),
    contentKey(file('dust'), ['model', 1280]),
    contentKey(file('dust'), ['other', 640]),
  ]);
  expect(new Set([key, ...others]).size).toBe(6);
});

test('no more than the beginning of a file is read, and its length is known', async () => {
  const long = 'x'.repeat(65_536);
  expect(await contentKey(file(`${long}a`), [])).toBe(await contentKey(file(`${long}b`), []));
  expect(await contentKey(file(long), [])).not.toBe(await contentKey(file(`${long}b`), []));
});
