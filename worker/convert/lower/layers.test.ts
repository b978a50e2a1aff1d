import * as ort from 'onnxruntime-web/wasm';
import { expect, test, vi } from 'vitest';
import { ModuleNode } from '../network/module-node';
import { encodeModel } from '../onnx/encode-model';
import { Graph, type Value } from '../onnx/graph';
import { LayerMaker, mapsOf, pixel, type Maps } from '../testing/layers';
import { expectCode } from '../testing/expect-error';
import { BLOCK_LAYERS } from './block-layers';
import { CONV_LAYERS } from './conv-layers';
import { Lowering } from './lowering';
import { PLAIN_LAYERS } from './plain-layers';

vi.setConfig({ testTimeout: 30_000 });

ort.env.wasm.numThreads = 1;

const RULES = new Map([...PLAIN_LAYERS, ...CONV_LAYERS, ...BLOCK_LAYERS]);
const node = (
  type: string,
  children: Record<string, ModuleNode>,
  attributes: [string, number | boolean | string][] = [],
) => new ModuleNode(type, 'model.0', new Map(attributes), new Map(Object.entries(children)), new Map());

/** What the lowered layer gives on onnxruntime. */
async function run(maker: LayerMaker, module: ModuleNode, input: Maps): Promise<Maps> {
  const graph = new Graph();
  graph.rename(new Lowering(graph, RULES).layer(module, 'images' as Value), 'output0');
  const port = (name: string) => ({ name, shape: ['batch', 'channels', 'height', 'width'] });
  const onnx = encodeModel(
    { graph, inputs: [port('images')], outputs: [port('output0')], metadata: [] },
    (key) => maker.storages.get(key) ?? new Uint8Array(),
  );
  const session = await ort.InferenceSession.create(onnx);
  const { output0 } = await session.run({
    images: new ort.Tensor('float32', input.data, [1, ...input.shape]),
  });
  await session.release();
  const [, ...shape] = output0?.dims ?? [];
  return { shape: shape as unknown as Maps['shape'], data: output0?.data as Float32Array<ArrayBuffer> };
}

function expectClose(actual: Maps, expected: Maps): void {
  expect(actual.shape).toEqual(expected.shape);
  const worst = Math.max(
    ...expected.data.map((value, index) => Math.abs(value - (actual.data[index] ?? NaN))),
  );
  expect(worst).toBeLessThan(1e-5);
}

const add = (...all: readonly Maps[]): Maps =>
  mapsOf((all[0] as Maps).shape, (c, y, x) => all.reduce((sum, maps) => sum + pixel(maps, c, y, x, NaN), 0));
const identity = node('Identity', {});

test('Conv: BatchNorm folded in', async () => {
  const maker = new LayerMaker();
  const conv = maker.conv('conv', [3, 5], 3, 2);
  const input = maker.maps(3, 7, 6);
  expectClose(await run(maker, conv, input), maker.runConv(conv, input));
});

test('RepConv: three branches merged into one convolution', async () => {
  const maker = new LayerMaker();
  const [conv1, conv2, bn] = [
    maker.conv('conv1', [4, 4], 3),
    maker.conv('conv2', [4, 4], 1),
    maker.norm('bn', 4),
  ];
  const input = maker.maps(4, 5, 6);
  const module = node('RepConv', { conv1, conv2, bn, act: identity });
  const expected = add(maker.runConv(conv1, input), maker.runConv(conv2, input), maker.runNorm(bn, input));
  expectClose(await run(maker, module, input), expected);
  const graph = new Graph();
  new Lowering(graph, RULES).layer(module, 'images' as Value);
  expect(graph.nodes.filter(({ operator }) => operator === 'Conv')).toHaveLength(1);
});

test('RepConv: branches that cannot be merged are refused', async () => {
  const maker = new LayerMaker();
  const [conv1, conv2] = [maker.conv('conv1', [4, 4], 3), maker.conv('conv2', [4, 4], 1, 2)];
  await expectCode(
    () => run(maker, node('RepConv', { conv1, conv2, act: identity }), maker.maps(4, 5, 6)),
    'checkpoint-unexpected-module',
  );
});

test('ADown: averaged, then half convolved, half pooled', async () => {
  const maker = new LayerMaker();
  const [cv1, cv2] = [maker.conv('cv1', [2, 3], 3, 2), maker.conv('cv2', [2, 3], 1)];
  const input = maker.maps(4, 8, 6);
  const averaged = mapsOf(
    [4, 7, 5],
    (c, y, x) =>
      [0, 1, 2, 3].reduce((sum, tap) => sum + pixel(input, c, y + (tap >> 1), x + (tap & 1), NaN), 0) / 4,
  );
  const half = (start: number) => mapsOf([2, 7, 5], (c, y, x) => pixel(averaged, start + c, y, x, NaN));
  const right = half(2);
  const pooled = mapsOf([2, 4, 3], (c, y, x) =>
    Math.max(
      ...Array.from({ length: 9 }, (_, tap) =>
        pixel(right, c, 2 * y + Math.floor(tap / 3) - 1, 2 * x + (tap % 3) - 1, -Infinity),
      ),
    ),
  );
  const [first, second] = [maker.runConv(cv1, half(0)), maker.runConv(cv2, pooled)];
  const expected = mapsOf([6, 4, 3], (c, y, x) => pixel(c < 3 ? first : second, c % 3, y, x, NaN));
  expectClose(await run(maker, node('ADown', { cv1, cv2 }), input), expected);
});

test.each([
  ['ReLU', [], (value: number) => Math.max(0, value)],
  ['LeakyReLU', [['negative_slope', 0.1]], (value: number) => (value < 0 ? value * 0.1 : value)],
  ['SiLU', [], (value: number) => value / (1 + Math.exp(-value))],
] as const)('%s', async (type, attributes, expected) => {
  const maker = new LayerMaker();
  const input = maker.maps(2, 3, 4);
  const module = node(
    type,
    {},
    attributes.map(([name, value]) => [name, value]),
  );
  expectClose(await run(maker, module, input), { ...input, data: input.data.map(expected) });
});
