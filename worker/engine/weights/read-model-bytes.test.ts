import { readFileSync } from 'node:fs';
import { beforeAll, describe, expect, test } from 'vitest';
import { fixture } from '../../../.config/fixtures';
import { buffersOf, type ModelBytes } from '../../../src/shared/model-bytes';
import { convertCheckpoint } from '../../convert/convert-checkpoint';
import { bytesSource } from '../bytes-source';
import { encodeField, joinBytes } from '../onnx/encode-field';
import { lookThroughModel } from './model-source';
import { WHOLE_BYTES } from './blob-reader';
import { readModelBytes } from './read-model-bytes';
import { splitWeights, type SplitModel } from './split-weights';

/** Gives each reading a buffer of its own and notes where it was. */
function source(whole: Uint8Array<ArrayBuffer>) {
  const readings: [start: number, end: number][] = [];
  return {
    readings,
    size: whole.length,
    read(start: number, end: number) {
      readings.push([start, end]);
      return Promise.resolve(whole.slice(start, end));
    },
  };
}

/** The same model with a text that makes it too large to be kept in one piece. */
const enlarge = (model: Uint8Array) =>
  joinBytes([model, encodeField(DOC_STRING, new Uint8Array(WHOLE_BYTES))]);
const DOC_STRING = 6;

function expectSame(one: SplitModel | undefined, other: SplitModel | undefined): void {
  expect(one?.parts).toEqual(other?.parts);
  expect(Buffer.compare(one?.graph ?? empty, other?.graph ?? empty)).toBe(0);
}
const empty = new Uint8Array();

/** Whoever asks it for its bytes fails. */
const unreadable = new Blob();

describe.each([
  'onnx/yolov8n-coco-640.onnx',
  'onnx/yolov8n-coco-int8-640.onnx',
  'checkpoints/yolov8n-coco.pt',
])('the bytes of %s', (name) => {
  let whole: Uint8Array<ArrayBuffer>;
  let bytes: ModelBytes;
  let readings: readonly [start: number, end: number][];

  beforeAll(async () => {
    const file = new Uint8Array(readFileSync(fixture(name)));
    const model = name.endsWith('.pt') ? (await convertCheckpoint(bytesSource(file))).onnx : file;
    whole = enlarge(model);
    const read = source(whole);
    bytes = await readModelBytes(read);
    readings = read.readings;
  });

  test('are read once, from the beginning to the end', () => {
    const joined = Uint8Array.from(bytes.sparse);
    for (const [start, weight] of bytes.weights) joined.set(weight, start);
    expect(Buffer.compare(joined, whole)).toBe(0);
    let at = 0;
    for (const [start, end] of readings) {
      // A header that is read may reach into the weight behind it.
      expect(start <= at && start > at - 20).toBe(true);
      at = Math.max(at, end);
    }
    expect(at).toBe(whole.length);
  });

  test('can be moved: every buffer is there once', () => {
    const buffers = buffersOf(bytes);
    expect(new Set(buffers).size).toBe(1 + bytes.weights.size);
    expect(bytes.weights.size).toBeGreaterThan(5);
  });

  test('tell what the file tells, without it, and give each weight out once', async () => {
    const moved = structuredClone(bytes, { transfer: buffersOf(bytes) });
    const { model } = await lookThroughModel(unreadable, moved);
    expectSame(model.split, splitWeights(whole));
    let before: Uint8Array | undefined;
    for (const { start, end } of model.split?.parts ?? []) {
      const weight = model.reader.read(start, end);
      expect(Buffer.compare(weight, whole.subarray(start, end))).toBe(0);
      if (before !== moved.sparse) expect(before?.byteLength ?? 0).toBe(0);
      before = moved.weights.has(start) ? weight : moved.sparse;
    }
    model.reader.close();
    for (const buffer of buffersOf(moved)) expect(buffer.byteLength).toBe(0);
    const [large] = moved.weights.keys();
    // Only now the file is asked, which `FileReaderSync` does in a worker.
    expect(() => model.reader.read(large ?? 0, 1)).toThrow(/FileReaderSync/);
  });
});

test('a model that cannot do without a large weight is read from its file, and its bytes are freed', async () => {
  const filled = new Uint8Array(200_000).fill(7);
  const weight = (...extra: readonly Uint8Array[]) =>
    encodeField(
      5,
      joinBytes([
        encodeField(1, 1),
        encodeField(2, 1),
        encodeField(8, 'w'),
        encodeField(9, filled),
        ...extra,
      ]),
    );
  // A segment of a weight: nothing that is taken out.
  const segment = encodeField(3, encodeField(1, 0));
  const whole = enlarge(joinBytes([encodeField(1, 8), encodeField(7, weight(segment))]));
  const bytes = await readModelBytes(source(whole));
  expect(bytes.weights.size).toBe(1);
  const { model } = await lookThroughModel(new Blob([whole]), bytes);
  expect(model.split).toBeUndefined();
  for (const buffer of buffersOf(bytes)) expect(buffer.byteLength).toBe(0);
});

test('a small model is read in one piece, and what it tells is the same', async () => {
  const whole = new Uint8Array(readFileSync(fixture('onnx/yolov8n-coco-640.onnx')));
  const read = source(whole);
  const bytes = await readModelBytes(read);
  expect(read.readings).toEqual([[0, whole.length]]);
  expect(buffersOf(bytes)).toHaveLength(1);
  const { model, properties } = await lookThroughModel(unreadable, bytes);
  expectSame(model.split, splitWeights(whole));
  expect(properties.get('task')).toBe('detect');
  const [{ start, end } = { start: 0, end: 0 }] = model.split?.parts ?? [];
  expect(Buffer.compare(model.reader.read(start, end), whole.subarray(start, end))).toBe(0);
  model.reader.close();
  expect(bytes.sparse).toHaveLength(0);
});
