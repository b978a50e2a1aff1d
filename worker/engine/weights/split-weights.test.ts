import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, test, vi } from 'vitest';
import { fixture } from '../../../.config/fixtures';
import { convertCheckpoint } from '../../convert/convert-checkpoint';
import { halveComputation } from '../../convert/onnx/halve-computation';
import { bytesSource } from '../bytes-source';
import { readOnnxProperties } from '../onnx/onnx-properties';
import { encodeField, joinBytes } from '../onnx/encode-field';
import { outputDigest } from '../../testing/output-digest';
import { splitWeights, WEIGHTS_PATH } from './split-weights';
import { tinyModel } from '../onnx/made-models';
import { WeightsFile } from './weights-file';

vi.setConfig({ testTimeout: 60_000 });
ort.env.wasm.numThreads = 1;

const read = (name: string) => new Uint8Array(readFileSync(fixture(name)));
const convert = async (name: string) => (await convertCheckpoint(bytesSource(read(name)))).onnx;
const halved = async (name: string) => halveComputation(await convert(name)) ?? new Uint8Array();

const MODELS = [
  ['an export', () => read('onnx/yolov8n-coco-dynamic.onnx'), 96],
  ['a converted checkpoint', () => convert('checkpoints/yolov8n-coco.pt'), 96],
  ['one with attention', () => convert('checkpoints/yolo11n-narrow.pt'), 96],
  ['one that computes in float16', () => halved('checkpoints/yolov8n-coco.pt'), 96],
] as const;

describe('a split model', () => {
  test.each(MODELS)('answers bit by bit as the whole: %s', async (name, model, side) => {
    const bytes = await model();
    const split = splitWeights(bytes);
    if (!split) throw new Error('it was not split');
    const weights = new WeightsFile(split.parts, (start, end) => bytes.subarray(start, end));
    const externalData = [{ path: WEIGHTS_PATH, data: weights }];
    const answers = [
      await answer(await ort.InferenceSession.create(bytes), side),
      await answer(await ort.InferenceSession.create(split.graph, { externalData }), side),
    ] as const;
    console.log(`${name}: ${split.parts.length} parts of ${bytes.length} bytes, ${split.graph.length} left`);
    expect(answers[1]).toEqual(answers[0]);
    expect(split.graph.length).toBeLessThan(bytes.length / 10);
    expect(await readOnnxProperties(bytesSource(split.graph))).toEqual(
      await readOnnxProperties(bytesSource(bytes)),
    );
  });

  test('of 640 x 640, quantized, is opened', async () => {
    const bytes = read('onnx/yolov8n-coco-int8-640.onnx');
    const split = splitWeights(bytes);
    const data = new WeightsFile(split?.parts ?? [], (start, end) => bytes.subarray(start, end));
    const externalData = [{ path: WEIGHTS_PATH, data }];
    const session = await ort.InferenceSession.create(split?.graph ?? bytes, { externalData });
    expect(split?.parts.length).toBeGreaterThan(60);
    expect(session.outputNames).toEqual(['output0']);
    await session.release();
  });

  test('has a tiny brother, which answers with what it is given', async () => {
    const session = await ort.InferenceSession.create(tinyModel());
    const { y } = await session.run({ x: new ort.Tensor('float32', [7], [1]) });
    expect(y?.data).toEqual(Float32Array.of(7));
    await session.release();
  });

  test('hands the weights of a converted checkpoint out widened and scaled', async () => {
    const split = splitWeights(await convert('checkpoints/yolov8n-coco.pt'));
    const wide = split?.parts.filter(({ widen }) => widen) ?? [];
    expect(wide.length).toBeGreaterThan(60);
    expect(split?.parts.filter(({ scale }) => scale).length).toBeGreaterThan(50);
    expect(wide.reduce((sum, { length }) => sum + length, 0)).toBeGreaterThan(12.5e6);
  });
});

/** Digest of the first output for one fixed picture. */
async function answer(session: ort.InferenceSession, side: number): Promise<string> {
  const picture = Float32Array.from({ length: 3 * side * side }, (_, i) => ((i * 7919) % 1009) / 1009);
  const feeds = { images: new ort.Tensor('float32', picture, [1, 3, side, side]) };
  const [output] = Object.values(await session.run(feeds));
  await session.release();
  return outputDigest(output);
}

const FLOAT16 = 10;

interface Parts {
  readonly tensor?: readonly Uint8Array[];
  readonly graph?: readonly Uint8Array[];
  readonly attribute?: readonly Uint8Array[];
}

/** A model of one weight, 1,024 halves, and a cast of it to float32. */
function small({ tensor, graph = [], attribute = [encodeField(1, 'to'), encodeField(3, 1)] }: Parts = {}) {
  const data = [encodeField(2, FLOAT16), encodeField(9, new Uint8Array(2048))];
  const weights = [encodeField(1, 1024), encodeField(8, 'half'), ...(tensor ?? data)];
  const cast = [encodeField(1, 'half'), encodeField(2, 'single'), encodeField(4, 'Cast')];
  const nodes = encodeField(1, joinBytes([...cast, encodeField(5, joinBytes(attribute))]));
  const fields = [nodes, encodeField(5, joinBytes(weights)), ...graph];
  return joinBytes([encodeField(1, 8), encodeField(7, joinBytes(fields))]);
}

function cast(from: string, to: string, type: number): Uint8Array {
  const attribute = encodeField(5, joinBytes([encodeField(1, 'to'), encodeField(3, type)]));
  return encodeField(
    1,
    joinBytes([encodeField(1, from), encodeField(2, to), encodeField(4, 'Cast'), attribute]),
  );
}

/** `raw_data` of the number 1. */
const halfOne = encodeField(9, Uint8Array.of(0, 0x3c));
const singleOne = encodeField(9, Uint8Array.of(0, 0, 0x80, 0x3f));

const named = (field: number, name: string) => encodeField(field, encodeField(1, name));

describe('splitWeights', () => {
  test('leaves the cast out', () => {
    const split = splitWeights(small());
    expect(split?.parts).toMatchObject([{ offset: 0, length: 4096, widen: true }]);
    expect(new TextDecoder().decode(split?.graph)).not.toContain('Cast');
  });

  test('widens small weights where they are', () => {
    const one = [encodeField(1, 1), encodeField(2, FLOAT16), encodeField(8, 'bias'), halfOne];
    const graph = [encodeField(5, joinBytes(one)), cast('bias', 'wide bias', 1)];
    const split = splitWeights(small({ graph }));
    expect(split?.parts).toHaveLength(1);
    const wide = [encodeField(1, 1), encodeField(2, 1), encodeField(8, 'wide bias'), singleOne];
    const changed = Buffer.from(split?.graph ?? []);
    expect(changed.includes(Buffer.from(encodeField(5, joinBytes(wide))))).toBe(true);
    expect(changed.includes('Cast')).toBe(false);
  });

  test('leaves no cast in the bundled model', () => {
    const bytes = new Uint8Array(readFileSync('public/models/dust-storm.onnx'));
    expect(Buffer.from(bytes).includes('Cast')).toBe(true);
    expect(Buffer.from(splitWeights(bytes)?.graph ?? bytes).includes('Cast')).toBe(false);
  });

  test.each([
    ['another node takes the weights', { graph: [named(1, 'half')] }],
    ['they are an output', { graph: [named(12, 'half')] }],
    ['the cast is an output', { graph: [named(12, 'single')] }],
    ['they can be given as an input', { graph: [named(11, 'half')] }],
    [
      'a node has a subgraph',
      { graph: [encodeField(1, encodeField(5, encodeField(6, encodeField(2, 'body'))))] },
    ],
    ['the file has annotations', { graph: [named(14, 'half')] }],
    ['the cast is to int64', { attribute: [encodeField(1, 'to'), encodeField(3, 7)] }],
  ])('keeps the cast where %s', (_, parts) => {
    const split = splitWeights(small(parts));
    expect(split?.parts).toMatchObject([{ offset: 0, length: 2048, widen: false }]);
    expect(new TextDecoder().decode(split?.graph)).toContain('Cast');
  });

  test.each([
    ['its weights are numbers of their own', [encodeField(2, 1), encodeField(4, new Uint8Array(4096))]],
    ['its weights are in another file', [encodeField(2, 1), encodeField(13, 'x'), encodeField(14, 1)]],
    ['both', [encodeField(2, 1), encodeField(9, new Uint8Array(4096)), encodeField(14, 1)]],
    ['its weights are small', [encodeField(2, 1), encodeField(9, new Uint8Array(512))]],
  ])('leaves a model as it is where %s', (_, tensor) => {
    expect(splitWeights(small({ tensor }))).toBeUndefined();
  });

  test.each([0.01, 0.25, 0.5, 0.99])('leaves a file that ends after %f of it to onnxruntime', (share) => {
    const bytes = read('onnx/yolov8n-coco-640.onnx');
    expect(splitWeights(bytes.subarray(0, Math.floor(bytes.length * share)))).toBeUndefined();
  });

  test.each(['', '<!doctype html><html><body>Not found</body></html>'])('and %j', (text) => {
    expect(splitWeights(new TextEncoder().encode(text))).toBeUndefined();
  });

  test('leaves both casts out where the second undoes the first', () => {
    const split = splitWeights(small({ graph: [cast('single', 'half again', 10)] }));
    expect(split?.parts).toMatchObject([{ offset: 0, length: 2048, widen: false }]);
    expect(new TextDecoder().decode(split?.graph)).not.toContain('Cast');
  });

  test('leaves small halves as they are where the second cast undoes the first', () => {
    const one = [encodeField(1, 1), encodeField(2, FLOAT16), encodeField(8, 'bias'), halfOne];
    const graph = [encodeField(5, joinBytes(one)), cast('bias', 'wide', 1), cast('wide', 'again', 10)];
    const again = [encodeField(1, 1), encodeField(2, FLOAT16), encodeField(8, 'again'), halfOne];
    const changed = Buffer.from(splitWeights(small({ graph }))?.graph ?? []);
    expect(changed.includes(Buffer.from(encodeField(5, joinBytes(again))))).toBe(true);
  });

  test('casts in a circle end', () => {
    const graph = [cast('single', 'third', 1), cast('third', 'half', 1)];
    expect(splitWeights(small({ graph }))).toBeDefined();
  });
});
