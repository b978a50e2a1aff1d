import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { beforeAll, describe, expect, test } from 'vitest';
import { fixture } from '../.config/fixtures';
import type { Provider } from '../src/shared/engine-api';
import { AppError } from '../src/shared/errors';
import { convertCheckpoint } from './convert/convert-checkpoint';
import { bytesSource } from './engine/bytes-source';
import type { Engine } from './engine/create-engine';
import { describeModel } from './engine/describe-model';
import { readOnnxProperties } from './engine/onnx/onnx-properties';
import { openSession, type Session, type SessionOutput } from './engine/open-session';
import { blobReader } from './engine/weights/blob-reader';
import type { ModelSource } from './engine/weights/model-source';
import { openChecked } from './open-checked';

ort.env.wasm.numThreads = 1;

/** How the stand-in for a graphics card spoils an answer; `half`: only one that was computed in float16. */
type Fault = (output: SessionOutput, half: boolean) => SessionOutput;

let onnx: Uint8Array<ArrayBuffer>;
let properties: ReadonlyMap<string, string>;

beforeAll(async () => {
  const bytes = new Uint8Array(readFileSync(fixture('checkpoints/yolo11n-narrow.pt')));
  onnx = new Uint8Array((await convertCheckpoint(bytesSource(bytes))).onnx);
  properties = await readOnnxProperties(bytesSource(onnx));
});

/** Computes on the CPU whatever it is asked for, as there is no graphics card here; its answers may be spoilt. */
function engineWith(fault: Fault, opened: string[]): Engine {
  return {
    rehearse: undefined,
    report: (provider) => ({ runtime: 'jspi', provider, threads: 1, isolated: true, version: '' }),
    async open(model: ModelSource, provider: Provider): Promise<Session> {
      const file = new Uint8Array(await model.file.arrayBuffer());
      const half = Buffer.compare(file, onnx) !== 0;
      opened.push(`${provider} ${half ? 'half' : 'single'}`);
      const session = openSession(ort, await ort.InferenceSession.create(file), undefined);
      if (provider === 'wasm') return session;
      return {
        ...session,
        provider,
        run: async (tensor, size) => fault(await session.run(tensor, size), half),
      };
    },
  };
}

const describeIt = ({ inputShape }: Session) => describeModel(properties, inputShape);
const source = () => {
  const file = new Blob([onnx]);
  return { file, reader: blobReader(file), split: undefined, plain: () => undefined };
};
const open = (fault: Fault, options: { check: boolean; half: boolean }, opened: string[] = []) =>
  openChecked(engineWith(fault, opened), source(), { provider: 'webgpu', ...options }, describeIt);
const sound: Fault = (output) => output;
const fill = (value: number) => (output: SessionOutput) => ({
  ...output,
  data: output.data.map(() => value),
});

describe('openChecked', () => {
  test('float16 is taken where its answer is as good', async () => {
    const opened: string[] = [];
    expect((await open(sound, { check: true, half: true }, opened)).half).toBe(true);
    expect(opened).toEqual(['wasm single', 'webgpu half']);
  });

  test('float32 is taken where float16 overflows', async () => {
    const opened: string[] = [];
    const overflow: Fault = (output, half) => (half ? fill(NaN)(output) : output);
    expect((await open(overflow, { check: true, half: true }, opened)).half).toBe(false);
    expect(opened).toEqual(['wasm single', 'webgpu half', 'webgpu single']);
  });

  test.each([
    ['zeros', fill(0)],
    ['not-finite', fill(NaN)],
    ['differs', (output: SessionOutput) => ({ ...output, data: output.data.map((value) => value + 3) })],
  ])('%s are not trusted', async (cause, fault) => {
    const failure = await open(fault, { check: true, half: false }).catch((error: unknown) => error);
    expect(failure).toBeInstanceOf(AppError);
    expect(failure).toMatchObject({ code: 'backend-failed', data: { cause } });
  });

  test('what was trusted before is opened once', async () => {
    const opened: string[] = [];
    await open(sound, { check: false, half: false }, opened);
    await open(sound, { check: false, half: true }, opened);
    expect(opened).toEqual(['webgpu single', 'webgpu half']);
  });
});
