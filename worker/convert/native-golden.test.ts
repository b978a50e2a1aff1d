import * as ort from 'onnxruntime-node';
import { describe, test } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { countingSource } from './testing/counting-source';
import { expectGolden } from './testing/expect-golden';
import { goldenCases, readFixture, readFloats, type GoldenCase } from './testing/fixtures';

const CASES = goldenCases().map((golden) => [golden.checkpoint.replace('checkpoints/', ''), golden] as const);

async function runConverted(golden: GoldenCase): Promise<ort.Tensor[]> {
  const { onnx } = await convertCheckpoint(countingSource(readFixture(golden.checkpoint)));
  const session = await ort.InferenceSession.create(onnx, { executionProviders: ['cpu'] });
  const input = new ort.Tensor('float32', readFloats(`golden/${golden.input}`), golden.input_shape);
  const results = await session.run({ images: input });
  const outputs = session.outputNames.map((name) => results[name] as ort.Tensor);
  await session.release();
  return outputs;
}

describe('another reader of the ONNX file, onnxruntime in its native form, gives what PyTorch gives', () => {
  test.each(CASES)('%s', { timeout: 30_000 }, async (_, golden) => {
    expectGolden(golden, await runConverted(golden), (line) => console.log(line));
  });
});
