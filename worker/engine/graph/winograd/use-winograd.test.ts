import { readFileSync } from 'node:fs';
import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import { fixture } from '../../../../.config/fixtures';
import { convertCheckpoint } from '../../../convert/convert-checkpoint';
import { bytesSource } from '../../bytes-source';
import { integerAttribute, integersAttribute, type OnnxAttribute } from '../../onnx/attributes';
import { encodeField } from '../../onnx/encode-field';
import { encodeModel, encodeValues } from '../../onnx/encode-model';
import { encodeTensor } from '../../onnx/encode-tensor';
import { encodeNode, makeNode, type OnnxNode } from '../../onnx/nodes';
import { onnxFields } from '../../onnx/onnx-fields';
import { FLOAT, GRAPH, MODEL } from '../../onnx/onnx-schema';
import { splitWeights, WEIGHTS_PATH } from '../../weights/split-weights';
import { WeightsFile } from '../../weights/weights-file';
import { plainGraph } from '../plain-graph';
import { readGraph } from '../read-graph';
import { useWinograd } from './use-winograd';

ort.env.wasm.numThreads = 1;

const read = (name: string) => Promise.resolve(new Uint8Array(readFileSync(name)));
const convert = async (name: string) =>
  (await convertCheckpoint(bytesSource(await read(fixture(name))))).onnx;

describe('a network with minimal filtering', () => {
  // Sides that end within a tile in some of the layers, and in none. The bundled model's boxes are means, weighted by scores
  // that are next to nothing in noise.
  test.each([
    ['an export', () => read(fixture('onnx/yolov8n-coco-dynamic.onnx')), [96, 160], 2e-3],
    ['a converted checkpoint', () => convert('checkpoints/yolov8n-coco.pt'), [128, 128], 2e-3],
    ['the bundled model', () => read('public/models/dust-storm.onnx'), [96, 224], 0.1],
  ] as const)('answers as without: %s', async (name, model, [height, width], limit) => {
    const bytes = await model();
    const split = splitWeights(bytes);
    if (!split) throw new Error('its weights stay');
    const fast = plainGraph(split.graph, useWinograd);
    const same = plainGraph(split.graph);
    if (!fast || !same) throw new Error('it is not plain');
    expect(layersIn(fast)).toBeGreaterThan(15);
    const picture = new ort.Tensor('uint8', levels(3 * height * width), [1, 3, height, width]);
    const weights = () => new WeightsFile(split.parts, (start, end) => bytes.subarray(start, end));
    const expected = await answer(same, weights(), { images: picture });
    const made = await answer(fast, weights(), { images: picture });
    expect(made.dims).toEqual(expected.dims);
    const difference = furthest(made.data, expected.data);
    console.log(`${name}: ${difference.toPrecision(2)} px`);
    expect(difference).toBeLessThan(limit);
    expect(difference).toBeGreaterThan(0);
  });
});

const CHANNELS = 64;
const PADS = integersAttribute('pads', [1, 1, 1, 1]);
const KERNEL_32 = integersAttribute('kernel_shape', [32, 32]);
const STRIDES_32 = integersAttribute('strides', [32, 32]);
const KERNELS = Float32Array.from({ length: CHANNELS * CHANNELS * 9 }, (_, i) => Math.sin(i * i) / 24);
const BIAS = Float32Array.from({ length: CHANNELS }, (_, i) => (i - 20) / 20);
const KERNEL = integersAttribute('kernel_shape', [3, 3]);
const conv = (attributes: readonly OnnxAttribute[] = [PADS], inputs = ['x', 'w', 'b'], output = 'y') =>
  makeNode('Conv', inputs, output, [KERNEL, ...attributes]);

describe('a convolution of 3 x 3', () => {
  test.each([
    [1, 1],
    [3, 5],
    [4, 8],
    [9, 2],
  ])('of a picture of %d x %d values is as without', async (height, width) => {
    for (const inputs of [
      ['x', 'w', 'b'],
      ['x', 'w'],
    ]) {
      const bytes = model([conv([PADS], inputs)], [1, CHANNELS, height, width]);
      const fast = plainGraph(bytes, useWinograd);
      if (!fast) throw new Error('it is not plain');
      expect(layersIn(fast)).toBe(1);
      const values = levels(CHANNELS * height * width);
      const x = new ort.Tensor('uint8', values, [1, CHANNELS, height, width]);
      const unit = Float32Array.from(values, (level) => level / 255);
      const { data } = await answer(fast, undefined, { x });
      expect(furthest(data, convolve(unit, height, width, inputs.length > 2))).toBeLessThan(1e-5);
    }
  });

  test.each([
    ['has other pads', [conv([integersAttribute('pads', [1, 1, 0, 0])])]],
    ['has none', [conv([])]],
    ['takes steps', [conv([PADS, integersAttribute('strides', [2, 2])])]],
    ['has holes', [conv([PADS, integersAttribute('dilations', [2, 2])])]],
    ['is in groups', [conv([PADS, integerAttribute('group', 2)])]],
    ['pads by itself', [conv([PADS, integerAttribute('auto_pad', 0)])]],
    [
      'is of a small picture',
      [makeNode('MaxPool', ['x'], 'z', [KERNEL_32, STRIDES_32]), conv([PADS], ['z', 'w', 'b'])],
    ],
    ['shares its kernels', [conv(), conv([PADS], ['x', 'w'], 'z')]],
  ])('that %s stays as it is', (_, nodes) => {
    const bytes = model(nodes, [1, CHANNELS, 8, 8]);
    expect(plainGraph(bytes, useWinograd)).toEqual(plainGraph(bytes));
  });

  test.each([
    ['of few channels', [16, 16], 9],
    ['of another size', [64, 64], 25],
  ])('%s stays as it is', (_, [outputs = 0, inputs = 0], places) => {
    const kernels = new Float32Array(outputs * inputs * places);
    const side = Math.sqrt(places);
    const weights = encodeTensor(FLOAT, [outputs, inputs, side, side], kernels.buffer, 'w');
    const bytes = model([conv([PADS], ['x', 'w'])], [1, inputs, 8, 8], weights);
    expect(plainGraph(bytes, useWinograd)).toEqual(plainGraph(bytes));
  });
});

function levels(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 7919) % 1009);
}

/** How many layers of a plain graph are filtered minimally. */
function layersIn(bytes: Uint8Array): number {
  const field = [...onnxFields(bytes)].find(({ number }) => number === MODEL.graph);
  const nodes = field ? readGraph(bytes, field).nodes : [];
  return nodes.filter(({ operator }) => operator === 'ConvTranspose').length;
}

/** A model from `x` to `y`, of float32, with kernels `w` and a bias `b`. */
function model(
  nodes: readonly OnnxNode[],
  shape: readonly number[],
  kernels = encodeTensor(FLOAT, [CHANNELS, CHANNELS, 3, 3], KERNELS.buffer, 'w'),
): Uint8Array<ArrayBuffer> {
  const bias = encodeTensor(FLOAT, [CHANNELS], BIAS.buffer, 'b');
  const initializers = [kernels, bias].map((tensor) => encodeField(GRAPH.initializer, tensor));
  return encodeModel([...nodes.map(encodeNode), ...initializers, ...encodeValues(['x', 'y'], shape)]);
}

/** By the definition, in double precision. */
function convolve(values: Float32Array, height: number, width: number, biased: boolean): Float32Array {
  const at = (channel: number, y: number, x: number) =>
    x < 0 || y < 0 || x >= width || y >= height ? 0 : (values[(channel * height + y) * width + x] ?? 0);
  return Float32Array.from({ length: CHANNELS * height * width }, (_, i) => {
    const x = i % width;
    const y = Math.floor(i / width) % height;
    const output = Math.floor(i / width / height);
    let sum = biased ? (BIAS[output] ?? 0) : 0;
    for (let k = 0; k < CHANNELS * 9; k++) {
      const weight = KERNELS[output * CHANNELS * 9 + k] ?? 0;
      sum += weight * at(Math.floor(k / 9), y - 1 + (Math.floor(k / 3) % 3), x - 1 + (k % 3));
    }
    return sum;
  });
}

function furthest(a: Float32Array, b: Float32Array): number {
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);
}

async function answer(
  graph: Uint8Array,
  weights: WeightsFile | undefined,
  feeds: Readonly<Record<string, ort.Tensor>>,
): Promise<{ dims: readonly number[]; data: Float32Array }> {
  const session = await ort.InferenceSession.create(graph, {
    ...(weights && { externalData: [{ path: WEIGHTS_PATH, data: weights }] }),
    graphOptimizationLevel: 'disabled',
  });
  const [output] = Object.values(await session.run(feeds));
  await session.release();
  if (!(output?.data instanceof Float32Array)) throw new Error('it has no output');
  return { dims: output.dims, data: output.data };
}
