import { expect, test } from 'vitest';
import { beginningOf, keyOf } from './known-file';

const file = (content: string, name = 'G04_day01.jpg', lastModified = 1) =>
  new File([content], name, { lastModified });

test('a file has its key by name, length, date and what it was looked at with', async () => {
  const key = await keyOf(file('dust'), ['model', 640]);
  expect(key).toMatch(/^[0-9a-f]{64}$/);
  expect(await keyOf(file('dusk'), ['model', 640])).toBe(key);
  const others = await Promise.all([
    keyOf(file('dusty'), ['model', 640]),
    keyOf(file('dust', 'G04_day02.jpg'), ['model', 640]),
    keyOf(file('dust', undefined, 2), ['model', 640]),
    keyOf(file('dust'), ['model', 1280]),
    keyOf(file('dust'), ['other', 640]),
  ]);
  expect(new Set([key, ...others]).size).toBe(6);
});

test('files are told apart by their first 64 kB', async () => {
  const long = 'x'.repeat(65_536);
  expect(await beginningOf(file(`${long}a`))).toBe(await beginningOf(file(`${long}b`)));
  expect(await beginningOf(file('dust'))).not.toBe(await beginningOf(file('dusk')));
});

test('a file that can no longer be read has no beginning', async () => {
  const gone = file('dust');
  gone.slice = () => {
    throw new DOMException('gone', 'NotFoundError');
  };
  expect(await beginningOf(gone)).toBeUndefined();
});
