import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { countingSource } from './testing/counting-source';
import { goldenCases, readFixture, readFloats, type GoldenCase } from './testing/fixtures';

ort.env.wasm.numThreads = 1;

const LIMITS = { scores: 1e-4, boxes: 0.05 };

async function runConverted(golden: GoldenCase): Promise<ort.Tensor[]> {
  const { onnx } = await convertCheckpoint(countingSource(readFixture(golden.checkpoint)));
  const session = await ort.InferenceSession.create(onnx);
  const input = new ort.Tensor('float32', readFloats(`golden/${golden.input}`), golden.input_shape);
  const results = await session.run({ images: input });
  await session.release();
  return session.outputNames.map((name) => results[name] as ort.Tensor);
}

/** Which rows of `[1, rows, N]` are pixels; the others are scores and the like. */
function isPixels(golden: GoldenCase, row: number, rows: number): boolean {
  if (row < 4) return true;
  if (golden.task !== 'pose') return false;
  const keypoint = row - (rows - 51);
  return keypoint >= 0 && keypoint % 3 !== 2;
}

interface Errors {
  boxes: number;
  scores: number;
}

function compareRows(golden: GoldenCase, actual: Float32Array, expected: Float32Array): Errors {
  const [, rows = 0, columns = 0] = golden.outputs[0]?.shape ?? [];
  const errors = { boxes: 0, scores: 0 };
  for (const [index, value] of expected.entries()) {
    const kind = isPixels(golden, Math.floor(index / columns), rows) ? 'boxes' : 'scores';
    errors[kind] = Math.max(errors[kind], Math.abs(value - (actual[index] ?? NaN)));
  }
  return errors;
}

/** Detections have no order of their own where scores are as good as equal: each must have its partner. */
function compareSets(actual: Float32Array, expected: Float32Array): Errors {
  const rest = new Set(Array.from({ length: actual.length / 6 }, (_, row) => actual.subarray(6 * row, 6 * row + 6)));
  const errors = { boxes: 0, scores: 0 };
  for (let row = 0; row < expected.length / 6; row++) {
    const wanted = expected.subarray(6 * row, 6 * row + 6);
    const distance = (other: Float32Array) => Math.max(...wanted.map((value, index) => Math.abs(value - (other[index] ?? NaN))));
    const partner = [...rest].reduce((best, other) => (distance(other) < distance(best) ? other : best));
    rest.delete(partner);
    for (const [index, value] of wanted.entries()) {
      const kind = index < 4 ? 'boxes' : 'scores';
      errors[kind] = Math.max(errors[kind], Math.abs(value - (partner[index] ?? NaN)));
    }
  }
  return errors;
}

describe('a converted checkpoint gives what PyTorch gives', () => {
  test.each(goldenCases().map((golden) => [golden.checkpoint.replace('checkpoints/', ''), golden] as const))(
    '%s',
    async (_, golden) => {
      const outputs = await runConverted(golden);
      expect(outputs.map(({ dims }) => dims)).toEqual(golden.outputs.map(({ shape }) => shape));
      for (const [index, { file }] of golden.outputs.entries()) {
        const actual = outputs[index]?.data as Float32Array;
        const expected = readFloats(`golden/${file}`);
        const plain = index > 0 || golden.task === 'classify';
        const errors = plain
          ? { boxes: 0, scores: Math.max(...expected.map((value, at) => Math.abs(value - (actual[at] ?? NaN)))) }
          : golden.outputs[0]?.shape[2] === 6
            ? compareSets(actual, expected)
            : compareRows(golden, actual, expected);
        console.log(file, errors);
        expect(errors.boxes).toBeLessThan(LIMITS.boxes);
        expect(errors.scores).toBeLessThan(LIMITS.scores);
      }
    },
  );
});
