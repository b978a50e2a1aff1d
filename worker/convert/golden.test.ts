import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { compareRows, compareSets, type Differences } from './testing/compare-outputs';
import { countingSource } from './testing/counting-source';
import { goldenCases, readFixture, readFloats, type GoldenCase } from './testing/fixtures';

ort.env.wasm.numThreads = 1;

const CASES = goldenCases().map((golden) => [golden.checkpoint.replace('checkpoints/', ''), golden] as const);

async function runConverted(golden: GoldenCase): Promise<ort.Tensor[]> {
  const { onnx } = await convertCheckpoint(countingSource(readFixture(golden.checkpoint)));
  const session = await ort.InferenceSession.create(onnx);
  const input = new ort.Tensor('float32', readFloats(`golden/${golden.input}`), golden.input_shape);
  const results = await session.run({ images: input });
  const outputs = session.outputNames.map((name) => results[name] as ort.Tensor);
  await session.release();
  return outputs;
}

/** Rows in pixels: the box and, for poses, x and y of each of 17 points, which are followed by their visibility. */
function isPixels(task: string, rows: number): (row: number) => boolean {
  const points = task === 'pose' ? rows - 51 : rows;
  return (row) => row < 4 || (row >= points && (row - points) % 3 !== 2);
}

/** The reference holds a classifier's outputs before the softmax that an Ultralytics export ends with. */
function softmax(logits: Float32Array): Float32Array {
  const powers = logits.map((logit) => Math.exp(logit));
  const sum = powers.reduce((total, power) => total + power, 0);
  return powers.map((power) => power / sum);
}

function compare({ task, outputs }: GoldenCase, index: number, actual: Float32Array): Differences {
  const { file = '', shape = [] } = outputs[index] ?? {};
  const expected = readFloats(`golden/${file}`);
  const [, rows = 0, columns = 0] = shape;
  if (task === 'classify') return compareRows(actual, softmax(expected), 1, () => false);
  if (shape.length !== 3) return compareRows(actual, expected, 1, () => false);
  if (columns === 6) {
    const { ties, ...differences } = compareSets(actual, expected);
    expect(ties).toBeLessThan(0.1 * rows);
    return differences;
  }
  return compareRows(actual, expected, columns, isPixels(task, rows));
}

describe('a converted checkpoint gives what PyTorch gives, on onnxruntime-web (WASM)', () => {
  test.each(CASES)('%s', { timeout: 30_000 }, async (name, golden) => {
    const outputs = await runConverted(golden);
    expect(outputs.map(({ dims }) => dims)).toEqual(golden.outputs.map(({ shape }) => shape));
    for (const [index, output] of outputs.entries()) {
      const differences = compare(golden, index, output.data as Float32Array);
      console.log(`${name} output${index}: ${JSON.stringify(differences)}`);
      expect(differences.boxes).toBeLessThan(0.05);
      expect(differences.scores).toBeLessThan(1e-4);
    }
  });
});
