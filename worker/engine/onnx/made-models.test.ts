import * as ort from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { deepModel, tinyModel, wideModel } from './made-models';

ort.env.wasm.numThreads = 1;

test.each([
  ['tiny', tinyModel(), [1]],
  ['wide', wideModel(1000), [1]],
  // Its weights are zero: what the shortcuts hand on is left.
  ['deep', deepModel(200), [1, 4, 8, 8]],
] as const)(
  'the %s network is one that onnxruntime opens, and answers what it is given',
  async (_, file, shape) => {
    const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'disabled' } as const;
    const session = await ort.InferenceSession.create(file, options);
    const x = Float32Array.from(
      { length: shape.reduce<number>((product, side) => product * side, 1) },
      (_, i) => i,
    );
    const answer = await session.run({ x: new ort.Tensor('float32', x, shape) });
    const [name = ''] = session.outputNames;
    expect(answer[name]?.data).toEqual(x);
    await session.release();
  },
);
