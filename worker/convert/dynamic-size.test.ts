import * as ort from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { compareRows } from './testing/compare-outputs';
import { countingSource } from './testing/counting-source';
import { readFixture } from './testing/fixtures';

ort.env.wasm.numThreads = 1;

/** Pictures of noise, the same each time. */
function noise(batch: number, height: number, width: number): ort.Tensor {
  const data = Float32Array.from(
    { length: batch * 3 * height * width },
    (_, index) => (Math.imul(index + 1, 2_654_435_761) >>> 8) / 2 ** 24,
  );
  return new ort.Tensor('float32', data, [batch, 3, height, width]);
}

async function converted(name: string): Promise<ort.InferenceSession> {
  const { onnx } = await convertCheckpoint(countingSource(readFixture(`checkpoints/${name}.pt`)));
  return ort.InferenceSession.create(onnx);
}

test(
  'other sizes and several pictures give what the Ultralytics export gives',
  { timeout: 60_000 },
  async () => {
    const [ours, theirs] = [
      await converted('yolov8n-coco'),
      await ort.InferenceSession.create(readFixture('onnx/yolov8n-coco-dynamic.onnx')),
    ];
    for (const images of [noise(1, 96, 224), noise(2, 160, 64), noise(1, 32, 32)]) {
      const [actual, expected] = [
        (await ours.run({ images }))['output0'],
        (await theirs.run({ images }))['output0'],
      ];
      expect(actual?.dims).toEqual(expected?.dims);
      const columns = expected?.dims[2] ?? 0;
      const differences = compareRows(
        actual?.data as Float32Array,
        expected?.data as Float32Array,
        columns,
        (row) => row % 84 < 4,
      );
      expect(differences.boxes).toBeLessThan(0.05);
      expect(differences.scores).toBeLessThan(1e-4);
    }
  },
);

test(
  'an end-to-end network gives fewer detections where there are fewer cells',
  { timeout: 60_000 },
  async () => {
    const session = await converted('yolov10n-narrow');
    const dims = async (height: number, width: number) =>
      (await session.run({ images: noise(2, height, width) }))['output0']?.dims;
    expect(await dims(64, 96)).toEqual([2, 126, 6]);
    expect(await dims(160, 160)).toEqual([2, 300, 6]);
  },
);
