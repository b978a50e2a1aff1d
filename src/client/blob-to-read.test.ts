import { afterEach, expect, it, vi } from 'vitest';
import { blobToRead } from './blob-to-read';

afterEach(() => vi.unstubAllGlobals());

it('is the file itself at first, and then blobs of the same bytes, each for some readings', async () => {
  const file = new Blob(['the same bytes'], { type: 'image/avif' });
  const blobs = Array.from({ length: 12 }, () => blobToRead(file));
  expect(blobs[0]).toBe(file);
  expect(new Set(blobs).size).toBe(3);
  expect(blobs.findIndex((blob) => blob === blobs.at(-1))).toBe(8);
  for (const blob of new Set(blobs))
    expect([await blob.text(), blob.type]).toEqual(['the same bytes', file.type]);
});

it('makes each blob of the one before, so that nothing of it stays with the file', () => {
  const made: (BlobPart | undefined)[] = [];
  vi.stubGlobal(
    'Blob',
    class extends Blob {
      constructor(parts: BlobPart[] = [], options?: BlobPropertyBag) {
        super(parts, options);
        made.push(parts[0]);
      }
    },
  );
  const file = new File(['read over and over'], 'map.png');
  const blobs = Array.from({ length: 12 }, () => blobToRead(file));
  expect(made).toEqual([file, blobs[4]]);
});

it('counts each file on its own', () => {
  const [one, other] = [new Blob(['one']), new Blob(['other'])];
  for (let i = 0; i < 4; i++) blobToRead(one);
  expect(blobToRead(one)).not.toBe(one);
  expect(blobToRead(other)).toBe(other);
});
