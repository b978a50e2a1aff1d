import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixture } from '../../../.config/fixtures';
import { bytesSource } from '../bytes-source';
import { encodeField, joinBytes } from '../onnx/encode-field';
import { modelSource } from './model-source';
import { readSparse } from './sparse-bytes';
import { splitWeights } from './split-weights';

/** A source that counts the bytes that were read, in readings that never go back. */
function counting(bytes: Uint8Array<ArrayBuffer>) {
  const read = { bytes: 0, times: 0, last: 0 };
  const plain = bytesSource(bytes);
  const source = {
    size: plain.size,
    async read(start: number, end: number) {
      expect(start).toBeGreaterThanOrEqual(read.last);
      read.bytes += end - start;
      read.times++;
      read.last = end;
      return plain.read(start, end);
    },
  };
  return { read, source };
}

test.each([
  'onnx/yolov8n-coco-640.onnx',
  'onnx/yolov8n-coco-dynamic.onnx',
  'onnx/yolov8n-coco-int8-640.onnx',
])('what is read of %s suffices to split it', async (name) => {
  const whole = new Uint8Array(readFileSync(fixture(name)));
  const { read, source } = counting(whole);
  const { sparse, gaps } = await readSparse(source);
  const split = splitWeights(sparse);
  expect(split).toEqual(splitWeights(whole));
  const starts = split?.parts.map(({ start }) => start);
  for (const { start, end } of gaps) {
    expect(starts).toContain(start);
    expect(sparse.subarray(end - 1000, end).every((byte) => byte === 0)).toBe(true);
  }
  const missing = gaps.reduce((sum, { start, end }) => sum + end - start, 0);
  console.log(`${name}: ${read.bytes} of ${whole.length} bytes in ${read.times} readings`);
  expect(missing).toBeGreaterThan(0);
  // Of a gap no more than a header next to it could reach into.
  expect(read.bytes).toBeLessThanOrEqual(whole.length - missing + gaps.length * 20);
});

/** A model of 18 MB: one weight as it should be, another with `extra` fields. */
function large(...extra: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const weight = (name: string, ...fields: readonly Uint8Array[]) =>
    encodeField(
      5,
      joinBytes([
        encodeField(1, 1),
        encodeField(2, 1),
        encodeField(8, name),
        encodeField(9, filled),
        ...fields,
      ]),
    );
  return joinBytes([encodeField(1, 8), encodeField(7, joinBytes([weight('a'), weight('b', ...extra)]))]);
}
const filled = new Uint8Array(9_000_000).fill(7);

test('a large file is split as one that is read as a whole', async () => {
  const bytes = large();
  expect((await modelSource(new Blob([bytes]))).split).toEqual(splitWeights(bytes));
});

test('weights that have to stay in the graph are read', async () => {
  const segment = encodeField(3, encodeField(1, 0));
  const bytes = large(segment);
  const { split } = await modelSource(new Blob([bytes]));
  const expected = splitWeights(bytes);
  expect(split?.parts).toHaveLength(1);
  expect(split?.parts).toEqual(expected?.parts);
  expect(Buffer.compare(split?.graph ?? bytes, expected?.graph ?? bytes)).toBe(0);
});

test('a large file that ends too soon is left to onnxruntime', async () => {
  const bytes = large();
  expect((await modelSource(new Blob([bytes.subarray(0, -5)]))).split).toBeUndefined();
});
