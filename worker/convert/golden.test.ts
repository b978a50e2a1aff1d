import * as ort from 'onnxruntime-web/wasm';
import { describe, test } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { countingSource } from './testing/counting-source';
import { expectGolden } from './testing/expect-golden';
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

describe('a converted checkpoint gives what PyTorch gives, on onnxruntime-web (WASM)', () => {
  test.each(CASES)('%s', { timeout: 30_000 }, async (_, golden) => {
    expectGolden(golden, await runConverted(golden), (line) => console.log(line));
  });
});
