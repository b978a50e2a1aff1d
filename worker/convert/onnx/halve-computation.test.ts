import * as ort from 'onnxruntime-web/wasm';
import { expect, test, vi } from 'vitest';
import { convertCheckpoint } from '../convert-checkpoint';
import { compareRows } from '../testing/compare-outputs';
import { countingSource } from '../testing/counting-source';
import { goldenCases, readFixture, readFloats } from '../testing/fixtures';
import { halveComputation } from './halve-computation';

vi.setConfig({ testTimeout: 30_000 });
ort.env.wasm.numThreads = 1;

const NAMES = [
  'yolov8n-coco',
  'yolov9t-ball-kaggle',
  'yolo11n-narrow',
  'yolov8n-seg-narrow',
  'yolov8n-cls-narrow',
];
const CASES = goldenCases().filter(({ checkpoint }) =>
  NAMES.some((name) => checkpoint === `checkpoints/${name}.pt`),
);

test.each(CASES.map((golden) => [golden.checkpoint, golden] as const))(
  '%s computes in float16, close to float32 but not the same',
  async (name, golden) => {
    const { onnx } = await convertCheckpoint(countingSource(readFixture(golden.checkpoint)));
    const halved = halveComputation(onnx);
    expect(halved?.length).toBe(onnx.length);
    const images = new ort.Tensor('float32', readFloats(`golden/${golden.input}`), golden.input_shape);
    const outputs: Float32Array[] = [];
    for (const model of [onnx, halved ?? onnx]) {
      const session = await ort.InferenceSession.create(model);
      outputs.push((await session.run({ images }))['output0']?.data as Float32Array);
      await session.release();
    }
    const [single, half] = outputs as [Float32Array, Float32Array];
    const columns = golden.outputs[0]?.shape[2] ?? 1;
    const differences = compareRows(half, single, columns, (row) => columns > 1 && row < 4);
    console.log(name, JSON.stringify(differences));
    expect(differences.scores).toBeGreaterThan(0);
    expect(differences.scores).toBeLessThan(0.01);
    expect(differences.boxes).toBeLessThan(2);
  },
);

test('a model from elsewhere is left alone', () => {
  expect(halveComputation(readFixture('onnx/yolov8n-coco-int8-640.onnx'))).toBeUndefined();
  expect(halveComputation(new Uint8Array())).toBeUndefined();
  expect(
    halveComputation(Uint8Array.from({ length: 1_000 }, (_, index) => (index * 37) & 255)),
  ).toBeUndefined();
});
