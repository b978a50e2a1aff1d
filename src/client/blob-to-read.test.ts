import { expect, it } from 'vitest';
import { blobToRead } from './blob-to-read';

it('is the file itself at first, and then blobs of the same bytes, each for some readings', async () => {
  const file = new Blob(['the same bytes'], { type: 'image/avif' });
  const blobs = Array.from({ length: 12 }, () => blobToRead(file));
  expect(blobs[0]).toBe(file);
  expect(new Set(blobs).size).toBe(3);
  expect(blobs.findIndex((blob) => blob === blobs.at(-1))).toBe(8);
  for (const blob of new Set(blobs))
    expect([await blob.text(), blob.type]).toEqual(['the same bytes', file.type]);
});

it('counts each file on its own', () => {
  const [one, other] = [new Blob(['one']), new Blob(['other'])];
  for (let i = 0; i < 4; i++) blobToRead(one);
  expect(blobToRead(one)).not.toBe(one);
  expect(blobToRead(other)).toBe(other);
});
