import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { fixture } from '../../.config/fixtures';
import { encodeField, joinBytes } from '../engine/onnx/encode-field';
import { readModelBytes } from '../engine/weights/read-model-bytes';
import { damage, open, state } from './testing/library-scene';

const RANGE_BYTES = 1_000_000;

const MODEL = readFileSync(fixture('onnx/yolov8n-coco-640.onnx'));
/** The same with a text behind it, too large for one piece. */
const LARGE = joinBytes([MODEL, encodeField(6, new Uint8Array(5_000_000))]);

test.each([
  ['small', MODEL, false],
  ['large', LARGE, true],
])(
  'a kept %s model comes with its bytes where they are asked for, and only then',
  async (_, whole, inPieces) => {
    const { library } = await open({ read: readModelBytes, rangeBytes: RANGE_BYTES });
    const { id } = await library.addLocal(new Blob([whole]), 'mine.onnx');
    expect((await library.open(id)).bytes).toBeUndefined();
    const { bytes, file } = await library.open(id, true);
    expect(bytes && bytes.weights.size > 0).toBe(inPieces);
    const joined = Uint8Array.from(bytes?.sparse ?? []);
    for (const [start, weight] of bytes?.weights ?? []) joined.set(weight, start);
    expect(Buffer.compare(joined, whole)).toBe(0);
    expect(Buffer.compare(new Uint8Array(await file.arrayBuffer()), whole)).toBe(0);
  },
);

test('what cannot be read as a model comes without; the engine says what is wrong with it', async () => {
  const { library } = await open({ read: readModelBytes, rangeBytes: RANGE_BYTES });
  // Its last field reaches over the end.
  const cut = LARGE.subarray(0, -5);
  const { id } = await library.addLocal(new Blob([cut]), 'mine.onnx');
  const { bytes, file } = await library.open(id, true);
  expect(bytes).toBeUndefined();
  expect(Buffer.compare(new Uint8Array(await file.arrayBuffer()), cut)).toBe(0);
});

test.each([0, 7, 17])('none of the bytes of a model that is damaged in range %i are given', async (range) => {
  const { library } = await open({ read: readModelBytes, rangeBytes: RANGE_BYTES });
  const { id } = await library.addLocal(new Blob([LARGE]), 'mine.onnx');
  await damage(range);
  await expect(library.open(id, true)).rejects.toMatchObject({ code: 'model-damaged' });
  expect(await state(library, id)).toBe('damaged');
});
