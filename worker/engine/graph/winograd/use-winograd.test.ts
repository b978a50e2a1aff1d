import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, test } from 'vitest';
import { fixture } from '../../../../.config/fixtures';
import { integerAttribute, integersAttribute, type OnnxAttribute } from '../../onnx/attributes';
import { encodeTensor } from '../../onnx/encode-tensor';
import { makeNode, type OnnxNode } from '../../onnx/nodes';
import { FLOAT } from '../../onnx/onnx-schema';
import { countNodes, furthest, madeNetwork } from '../../../testing/made-networks';
import { convertFixture, readModel } from '../../../testing/model-files';
import { splitWeights, WEIGHTS_PATH } from '../../weights/split-weights';
import { WeightsFile } from '../../weights/weights-file';
import { plainGraph } from '../plain-graph';
import { improveGraph } from '../improve-graph';
import { TRANSFORMED_PATH, TransformedKernels } from './transformed-kernels';

ort.env.wasm.numThreads = 1;

describe('a network with minimal filtering', () => {
  // Sides that end within a tile in some of the layers, and in none. The bundled model's boxes are means, weighted by scores
  // that are next to nothing in noise.
  test.each([
    ['an export', () => readModel(fixture('onnx/yolov8n-coco-dynamic.onnx')), [96, 160], 2e-3],
    ['a converted checkpoint', () => convertFixture('checkpoints/yolov8n-coco.pt'), [128, 128], 2e-3],
    ['the bundled model', () => readModel('public/models/dust-storm.onnx'), [96, 224], 0.1],
  ] as const)('answers as without: %s', async (name, model, [height, width], limit) => {
    const bytes = await model();
    const split = splitWeights(bytes);
    if (!split) throw new Error('its weights stay');
    const fast = plainGraph(split.graph, improveGraph);
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
/** Pixels of the input for each value that the convolution takes. */
const STRIDE = 8;
const KERNELS = Float32Array.from({ length: CHANNELS * CHANNELS * 9 }, (_, i) => Math.sin(i * i) / 24);
const BIAS = Float32Array.from({ length: CHANNELS }, (_, i) => (i - 20) / 20);
const IDENTITY = Float32Array.from({ length: CHANNELS * CHANNELS }, (_, i) =>
  Number(i % (CHANNELS + 1) === 0),
);

const square = (name: string, side: number) => integersAttribute(name, [side, side]);
const PADS = integersAttribute('pads', [1, 1, 1, 1]);
const conv = (attributes: readonly OnnxAttribute[] = [PADS], inputs = ['x', 'w', 'b'], output = 'y') =>
  makeNode('Conv', inputs, output, [square('kernel_shape', 3), ...attributes]);
const shrink = (from: string, to: string, side: number) =>
  makeNode('MaxPool', [from], to, [square('kernel_shape', side), square('strides', side)]);
/** A layer of the picture as it is, which takes memory, and the picture with a pixel for each block. */
const BEFORE = [
  makeNode('Conv', ['picture', 'identity'], 'large', [square('kernel_shape', 1)]),
  shrink('large', 'x', STRIDE),
];

describe('a convolution of 3 x 3', () => {
  test.each([
    [1, 1],
    [3, 5],
    [4, 8],
    [9, 2],
  ])('of %d x %d values is as without', async (height, width) => {
    const values = levels(CHANNELS * height * width);
    const blocks = Uint8Array.from({ length: values.length * STRIDE * STRIDE }, (_, i) => {
      const x = Math.floor((i % (width * STRIDE)) / STRIDE);
      return values[Math.floor(i / width / STRIDE / STRIDE) * width + x] ?? 0;
    });
    const shape = [1, CHANNELS, height * STRIDE, width * STRIDE];
    const unit = Float32Array.from(values, (level) => level / 255);
    for (const inputs of [
      ['x', 'w', 'b'],
      ['x', 'w'],
    ]) {
      const fast = plainGraph(model([...BEFORE, conv([PADS], inputs)]), improveGraph);
      if (!fast) throw new Error('it is not plain');
      expect(layersIn(fast)).toBe(1);
      const picture = new ort.Tensor('uint8', blocks, shape);
      const { dims, data } = await answer(fast, undefined, { picture });
      expect(dims).toEqual([1, CHANNELS, height, width]);
      expect(furthest(data, convolve(unit, height, width, inputs.length > 2))).toBeLessThan(1e-5);
    }
  });

  test.each([
    ['few kernels', 'when they are opened', CHANNELS, 0],
    ['many kernels', 'in every run', 480, 1],
  ])('%s apart are transformed %s', (_name, _when, channels, gemms) => {
    const elements = new ArrayBuffer(4 * channels * channels * 9);
    const weights = encodeTensor(FLOAT, [channels, channels, 3, 3], elements, 'w');
    const split = splitWeights(model([...BEFORE, conv([PADS], ['x', 'w'])], weights));
    const fast = split && plainGraph(split.graph, improveGraph);
    if (!fast) throw new Error('it is not plain');
    expect([layersIn(fast), countNodes(fast, 'Gemm')]).toEqual([1, gemms]);
  });

  test.each([
    ['has other pads', [...BEFORE, conv([integersAttribute('pads', [1, 1, 0, 0])])]],
    ['has none', [...BEFORE, conv([])]],
    ['takes steps', [...BEFORE, conv([PADS, square('strides', 2)])]],
    ['has holes', [...BEFORE, conv([PADS, square('dilations', 2)])]],
    ['is in groups', [...BEFORE, conv([PADS, integerAttribute('group', 2)])]],
    ['pads by itself', [...BEFORE, conv([PADS, integerAttribute('auto_pad', 0)])]],
    ['shares its kernels', [...BEFORE, conv(), conv([PADS], ['x', 'w'], 'z')]],
    ['shares its bias', [...BEFORE, conv(), makeNode('Relu', ['b'], 'z')]],
    ['is of a picture as it is', [...BEFORE, conv([PADS], ['large', 'w', 'b'])]],
    ['is of one that is small', [...BEFORE, shrink('x', 'z', STRIDE), conv([PADS], ['z', 'w', 'b'])]],
    ['would take more memory than all else', [shrink('picture', 'x', STRIDE), conv()]],
  ])('that %s stays as it is', (_, nodes) => {
    const bytes = model(nodes);
    expect(isChanged(bytes)).toBe(false);
  });

  test.each([
    ['of few channels', [16, CHANNELS], 9],
    ['of another size', [CHANNELS, CHANNELS], 25],
  ])('%s stays as it is', (_, [outputs = 0, inputs = 0], places) => {
    const side = Math.sqrt(places);
    const kernels = new ArrayBuffer(4 * outputs * inputs * places);
    const weights = encodeTensor(FLOAT, [outputs, inputs, side, side], kernels, 'w');
    const bytes = model([...BEFORE, conv([PADS], ['x', 'w'])], weights);
    expect(isChanged(bytes)).toBe(false);
  });
});

function levels(length: number): Uint8Array<ArrayBuffer> {
  return Uint8Array.from({ length }, (_, i) => (i * 7919) % 1009);
}

function isChanged(bytes: Uint8Array): boolean {
  const [fast, same] = [plainGraph(bytes, improveGraph), plainGraph(bytes)];
  if (!fast || !same) throw new Error('it is not plain');
  return Buffer.compare(fast, same) !== 0;
}

/** How many layers of a plain graph are filtered minimally. */
const layersIn = (bytes: Uint8Array) => countNodes(bytes, 'ConvTranspose');

/** A model of float32, with kernels `w` and a bias `b`. */
function model(
  nodes: readonly OnnxNode[],
  kernels = encodeTensor(FLOAT, [CHANNELS, CHANNELS, 3, 3], KERNELS.buffer, 'w'),
): Uint8Array<ArrayBuffer> {
  const identity = encodeTensor(FLOAT, [CHANNELS, CHANNELS, 1, 1], IDENTITY.buffer, 'identity');
  return madeNetwork(nodes, [identity, kernels, encodeTensor(FLOAT, [CHANNELS], BIAS.buffer, 'b')]);
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

async function answer(
  graph: Uint8Array,
  weights: WeightsFile | undefined,
  feeds: Readonly<Record<string, ort.Tensor>>,
): Promise<{ dims: readonly number[]; data: Float32Array }> {
  const session = await ort.InferenceSession.create(graph, {
    ...(weights && {
      externalData: [
        { path: WEIGHTS_PATH, data: weights },
        { path: TRANSFORMED_PATH, data: new TransformedKernels(weights) },
      ],
    }),
    graphOptimizationLevel: 'disabled',
  });
  const [output] = Object.values(await session.run(feeds));
  await session.release();
  if (!(output?.data instanceof Float32Array)) throw new Error('it has no output');
  return { dims: output.dims, data: output.data };
}
