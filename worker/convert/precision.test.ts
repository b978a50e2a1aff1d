import { expect, test, vi } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { PickleRecord, StorageReference, TensorReference, type PickleValue } from './pickle/values';
import { toDoubles } from './onnx/tensor-data';
import { putTogether, takeApart, type EditableCheckpoint } from './testing/checkpoint-files';
import { countingSource } from './testing/counting-source';
import { readFixture } from './testing/fixtures';

vi.setConfig({ testTimeout: 30_000 });

const SMALL = 'checkpoints/yolov8n-cls-narrow.pt';

type Change = (
  tensor: TensorReference,
  elements: Float64Array,
) => { tensor: TensorReference; bytes: Uint8Array<ArrayBuffer> };

/** The fixture with every tensor of halves stored otherwise. */
async function restored(change: Change): Promise<Uint8Array<ArrayBuffer>> {
  const checkpoint = await takeApart(SMALL);
  const root = checkpoint.entries.find(({ name }) => name.endsWith('/data.pkl'))?.name.split('/')[0] ?? '';
  visit(checkpoint.root.get('model'), (tensor) => {
    if (tensor.storage.type !== 'Half') return tensor;
    const made = change(
      tensor,
      toDoubles(tensor, (key) => dataOf(checkpoint, `${root}/data/${key}`)),
    );
    const index = checkpoint.entries.findIndex(({ name }) => name === `${root}/data/${tensor.storage.key}`);
    checkpoint.entries[index] = { name: `${root}/data/${tensor.storage.key}`, data: made.bytes };
    return made.tensor;
  });
  return putTogether(checkpoint).bytes;
}

function dataOf({ entries }: EditableCheckpoint, wanted: string): Uint8Array<ArrayBuffer> {
  return entries.find(({ name }) => name === wanted)?.data ?? new Uint8Array();
}

function visit(value: PickleValue | undefined, change: (tensor: TensorReference) => TensorReference): void {
  const dict = value instanceof PickleRecord ? value.state : value;
  if (!(dict instanceof Map)) return;
  for (const [key, inner] of dict) {
    if (inner instanceof TensorReference) dict.set(key, change(inner));
    else visit(inner, change);
  }
}

const convert = async (bytes: Uint8Array<ArrayBuffer>) =>
  (await convertCheckpoint(countingSource(bytes))).onnx;

const asFloats: Change = (tensor, elements) => ({
  tensor: new TensorReference(
    new StorageReference(tensor.storage.key, 'Float', tensor.storage.length),
    tensor.offset,
    tensor.shape,
    tensor.strides,
  ),
  bytes: new Uint8Array(Float32Array.from(elements).buffer),
});

test('half-precision weights are in the file as they are in the checkpoint', async () => {
  const checkpoint = readFixture(SMALL);
  const onnx = await convert(checkpoint);
  expect(onnx.length).toBeLessThan(checkpoint.length);
});

test('single-precision weights that are halves are stored as halves', async () => {
  const onnx = await convert(await restored(asFloats));
  expect(Buffer.compare(onnx, await convert(readFixture(SMALL)))).toBe(0);
});

test('single-precision weights that are not stay as they are', async () => {
  const finer: Change = (tensor, elements) =>
    asFloats(
      tensor,
      elements.map((value) => value * (1 + 2 ** -20)),
    );
  const onnx = await convert(await restored(finer));
  const halves = await convert(readFixture(SMALL));
  expect(onnx.length).toBeGreaterThan(1.9 * halves.length);
});

test('weights in another order of memory (channels last) are put in order', async () => {
  const channelsLast: Change = (tensor, elements) => {
    const [out = 0, inner = 0, height = 0, width = 0] = tensor.shape;
    if (tensor.shape.length !== 4) return asFloats(tensor, elements);
    const turned = elements.map((_, index) => {
      const [channel, place] = [index % inner, Math.floor(index / inner) % (height * width)];
      const kernel = Math.floor(index / (inner * height * width));
      return elements[(kernel * inner + channel) * height * width + place] ?? NaN;
    });
    const strides = [inner * height * width, 1, width * inner, inner];
    const made = asFloats(tensor, turned);
    return {
      ...made,
      tensor: new TensorReference(made.tensor.storage, 0, [out, inner, height, width], strides),
    };
  };
  expect(Buffer.compare(await convert(await restored(channelsLast)), await convert(readFixture(SMALL)))).toBe(
    0,
  );
});
