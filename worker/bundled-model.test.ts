import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import sharp from 'sharp';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Box, Detection } from '../src/shared/types';
import { bytesSource } from './engine/bytes-source';
import { describeModel } from './engine/describe-model';
import { readOnnxProperties } from './engine/onnx/onnx-properties';
import { parseCatalogue } from './sources/parse-catalogue';
import { findHead } from './vision/heads/find-head';
import { layOutPicture, placementOf } from './vision/lay-out-picture';
import { letterbox } from './vision/letterbox';
import { selectCandidates } from './vision/select-candidates';
import { suppress } from './vision/suppress';

const MODEL = 'public/models/dust-storm.onnx';
const bytes = new Uint8Array(readFileSync(MODEL));
const sha256 = createHash('sha256').update(bytes).digest('hex');
const metrics = JSON.parse(readFileSync('public/models/metrics.json', 'utf8')) as {
  readonly sha256: string;
  readonly bytes: number;
  readonly map50: number;
  readonly map50_95: number;
  readonly ap30: number;
  readonly default_threshold: number;
  readonly at_default_threshold: { readonly precision: number; readonly recall: number };
};
const [entry] = parseCatalogue(
  JSON.parse(readFileSync('public/models.json', 'utf8')),
  'https://example.org/models.json',
).models;

ort.env.wasm.numThreads = 1;
let session: ort.InferenceSession;

beforeAll(async () => {
  session = await ort.InferenceSession.create(bytes);
});
afterAll(async () => {
  await session.release();
});

describe('the bundled detector', () => {
  test('says what it is, as an Ultralytics export does', async () => {
    const properties = await readOnnxProperties(bytesSource(bytes));
    expect(describeModel(properties, [1, 3, 'height', 'width'])).toMatchObject({
      task: 'detect',
      names: ['dust_storm'],
      stride: 32,
      inputSize: { width: 640, height: 640 },
      license: 'MIT',
    });
    expect(properties.get('description')).toBeTruthy();
    expect(bytes.length).toBeLessThan(6_000_000);
  });

  test.each([
    [640, 640],
    [320, 640],
  ])('takes %i x %i and answers in its pixels', async (height, width) => {
    const grey = new ort.Tensor('float32', new Float32Array(3 * height * width).fill(0.4), [
      1,
      3,
      height,
      width,
    ]);
    const output = (await session.run({ images: grey }))['output0'];
    expect(output?.dims.slice(0, 2)).toEqual([1, 5]);
    expect(output?.type).toBe('float32');
  });

  test('finds the storms of the samples', async () => {
    const samples = JSON.parse(readFileSync('public/samples/samples.json', 'utf8')) as Record<
      string,
      { readonly boxes: readonly Box[] }
    >;
    expect(Object.keys(samples)).toHaveLength(2);
    for (const [name, { boxes }] of Object.entries(samples)) {
      const found = await detect(`public/samples/${name}`);
      for (const box of boxes) {
        const best = Math.max(0, ...found.map((detection) => overlap(detection.box, box)));
        expect(best, `IoU with a storm of ${name}`).toBeGreaterThan(0.4);
      }
    }
  });

  test('is the one that its card, its scores and the catalogue speak of', () => {
    expect(metrics).toMatchObject({ sha256, bytes: bytes.length });
    expect(entry).toMatchObject({ sha256, size: bytes.length });
    expect(entry?.thresholds.confidence).toBe(metrics.default_threshold);
    const card = readFileSync('public/models/README.md', 'utf8');
    const { precision, recall } = metrics.at_default_threshold;
    for (const figure of [metrics.map50, metrics.map50_95, metrics.ap30, precision, recall]) {
      expect(card).toContain(figure.toFixed(3));
    }
    expect(card).toContain(sha256);
    expect(card).toContain(`**${metrics.default_threshold.toFixed(2)}**`);
  });
});

/** What the app shows of a picture at the default thresholds. */
async function detect(file: string): Promise<readonly Detection[]> {
  const { data, info } = await sharp(file, { ignoreIcc: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const layout = layOutPicture(info, { target: { width: 640, height: 640 }, rect: true, stride: 32 });
  const { width, height } = layout.input;
  const levels = new Uint8Array(3 * width * height);
  letterbox(layout, levels)(data);
  const tensor = Float32Array.from(levels, (level) => level / 255);
  const input = new ort.Tensor('float32', tensor, [1, 3, height, width]);
  const output = (await session.run({ images: input }))['output0'];
  const head = output && findHead(output.dims, 1);
  if (!head) throw new Error('no output');
  const raw = { data: output.data as Float32Array, shape: output.dims };
  const candidates = selectCandidates(head, raw, metrics.default_threshold, placementOf(layout));
  return suppress(candidates, { iou: 0.45, agnostic: false });
}

function overlap(a: Box, b: Box): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const area = (box: Box) => (box[2] - box[0]) * (box[3] - box[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}
