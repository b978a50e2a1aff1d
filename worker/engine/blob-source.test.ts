import { expect, test } from 'vitest';
import { blobSource } from './blob-source';

const BYTES = Uint8Array.from({ length: 200_000 }, (_, i) => (i * 7) >> 3);

/** A blob that notes where it was read. */
function noted() {
  const reads: [start: number, end: number][] = [];
  class Noted extends Blob {
    override slice(start: number, end: number): Blob {
      reads.push([start, end]);
      return super.slice(start, end);
    }
  }
  return { reads, source: blobSource(new Noted([BYTES])) };
}

test('reads anywhere, back and forth, give the bytes there', async () => {
  const { source } = noted();
  expect(source.size).toBe(BYTES.length);
  for (const [start, end] of [
    [0, 20],
    [10, 30],
    [150_000, 150_020],
    [5, 6],
    [65_530, 65_550],
    [0, 200_000],
    [199_999, 200_000],
    [70, 70],
  ] as const) {
    expect(await source.read(start, end)).toEqual(BYTES.subarray(start, end));
  }
});

test('small reads close together are one', async () => {
  const { source, reads } = noted();
  for (let at = 0; at < 60_000; at += 20) await source.read(at, at + 20);
  expect(reads).toHaveLength(1);
  await source.read(150_000, 150_020);
  expect(reads).toHaveLength(2);
});
