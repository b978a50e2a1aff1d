import * as ort from 'onnxruntime-web/wasm';
import { describe, expect, test, vi } from 'vitest';
import { fixture } from '../../../.config/fixtures';
import { integerAttribute } from '../onnx/attributes';
import { encodeField, joinBytes } from '../onnx/encode-field';
import { encodeModel, encodeValues } from '../onnx/encode-model';
import { deepModel } from '../onnx/made-models';
import { encodeNode, makeConstant, makeNode, type OnnxNode } from '../onnx/nodes';
import { onnxFields } from '../onnx/onnx-fields';
import { FLOAT, FLOAT16, GRAPH, INT64, MODEL, TENSOR } from '../onnx/onnx-schema';
import { convertFixture, readModel } from '../../testing/model-files';
import { outputDigest } from '../../testing/output-digest';
import { splitWeights, WEIGHTS_PATH } from '../weights/split-weights';
import { WeightsFile } from '../weights/weights-file';
import { plainGraph } from './plain-graph';
import { readGraph } from './read-graph';

vi.setConfig({ testTimeout: 60_000 });
ort.env.wasm.numThreads = 1;

describe('a plain graph', () => {
  test.each([
    ['an export of one size', () => readModel(fixture('onnx/yolov8n-coco-640.onnx')), 640],
    ['an export of any size', () => readModel(fixture('onnx/yolov8n-coco-dynamic.onnx')), 96],
    ['a converted checkpoint', () => convertFixture('checkpoints/yolov8n-coco.pt'), 96],
    ['one with attention', () => convertFixture('checkpoints/yolo11n-narrow.pt'), 96],
    ['the bundled model', () => readModel('public/models/dust-storm.onnx'), 96],
  ] as const)('answers bit by bit as the optimized one: %s', async (_, model, side) => {
    const bytes = await model();
    const split = splitWeights(bytes);
    const plain = split && plainGraph(split.graph);
    if (!plain) throw new Error('it has none');
    const externalData = () => {
      const data = new WeightsFile(split.parts, (start, end) => bytes.subarray(start, end));
      return [{ path: WEIGHTS_PATH, data }];
    };
    const optimized = { externalData: externalData(), graphOptimizationLevel: 'all' } as const;
    const asItIs = { externalData: externalData(), graphOptimizationLevel: 'disabled' } as const;
    const input = { name: 'images', shape: [1, 3, side, side] };
    expect(await answer(plain, asItIs, input)).toEqual(await answer(split.graph, optimized, input));
    const operators = operatorsOf(plain);
    expect(operators.slice(0, 5).join(' ')).toBe('Constant Constant DequantizeLinear Div Conv');
    expect(operators.filter((operator) => operator === 'QuickGelu').length).toBeGreaterThan(35);
    expect(operators).not.toContain('Cast');
    expect(operators).not.toContain('Identity');
  });

  test('is no longer optimized by onnxruntime: its own made network', async () => {
    const input = { name: 'x', shape: [1, 4, 8, 8] };
    const plain = plainGraph(deepModel(3)) ?? new Uint8Array();
    const layers = 'Conv QuickGelu Add Conv QuickGelu Add Conv QuickGelu Add';
    expect(operatorsOf(plain).slice(QUOTIENTS).join(' ')).toBe(layers);
    const answers = [
      await answer(plain, { graphOptimizationLevel: 'disabled' }, input),
      await answer(deepModel(3), {}, input),
    ] as const;
    expect(answers[0]).toEqual(answers[1]);
  });
});

/** How many nodes make quotients of levels. */
const QUOTIENTS = 4;

const conv = makeNode('Conv', ['x', 'w'], 'conv');
const cast = (from: string, to: string, type: number) =>
  makeNode('Cast', [from], to, [integerAttribute('to', type)]);
const size = [makeNode('Shape', ['x'], 's'), makeNode('Squeeze', ['s'], 'i'), cast('i', 'limit', FLOAT)];
const single = (name: string, value: number) => makeConstant(name, FLOAT, [], Float32Array.of(value).buffer);
const one = (type: number, ...fields: readonly Uint8Array[]) =>
  joinBytes([encodeField(TENSOR.type, type), encodeField(TENSOR.name, 'one'), ...fields]);
const external = encodeField(TENSOR.externalData, encodeField(1, 'location'));

describe('plainGraph', () => {
  test.each<[what: string, nodes: readonly OnnxNode[], one?: Uint8Array<ArrayBuffer>]>([
    ['an operator that it does not know', [makeNode('InstanceNormalization', ['x'], 'y')]],
    ["another's operator", [{ ...makeNode('Mul', ['x', 'x'], 'y'), domain: 'com.example' }]],
    ['a subgraph', [makeNode('Add', ['x', 'x'], 'y', [subgraph()])]],
    ['an activation of a convolution alone', [conv, makeNode('Sigmoid', ['conv'], 'y')]],
    ['a factor of a convolution', [conv, makeNode('Mul', ['one', 'conv'], 'y')]],
    ['a summand of a convolution', [conv, makeNode('Add', ['conv', 'one'], 'y')]],
    ['weights made of others', [makeNode('Mul', ['one', 'one'], 'y')], one(FLOAT, external)],
    [
      'weights made of what was made of others',
      [makeNode('Constant', [], 'c'), makeNode('Squeeze', ['c'], 'z'), makeNode('Mul', ['z', 'one'], 'y')],
      one(FLOAT, external),
    ],
    ['weights in half precision', [makeNode('Mul', ['x', 'one'], 'y')], one(FLOAT16)],
  ])('leaves a model to onnxruntime that has %s', (_, nodes, tensor) => {
    expect(plainGraph(model(nodes, tensor))).toBeUndefined();
  });

  test.each<[what: string, nodes: readonly OnnxNode[], left: string]>([
    ['a cast of float32 to itself', [cast('x', 'z', FLOAT), makeNode('Exp', ['z'], 'y')], 'Exp x y'],
    [
      'one of what an operator keeps',
      [conv, cast('conv', 'z', FLOAT), end('z')],
      'Conv x w conv, Exp conv y',
    ],
    ['two in a row', [cast('x', 'a', FLOAT), cast('a', 'b', FLOAT), end('b')], 'Exp x y'],
    ['a name of the output', [makeNode('Exp', ['x'], 'z'), makeNode('Identity', ['z'], 'y')], 'Exp x y'],
  ])('leaves out %s', (_, nodes, left) => {
    expect(layersOf(plainGraph(model(nodes)))).toBe(left);
  });

  test('counts in ones what is counted to a size that is cast', () => {
    const nodes = [
      ...size,
      single('zero', 0),
      single('step', 1),
      makeNode('Range', ['zero', 'limit', 'step'], 'y'),
    ];
    const operators = 'Shape Squeeze Constant Constant Reshape ConstantOfShape CumSum';
    const made = operatorsOf(plainGraph(model(nodes)) ?? new Uint8Array());
    expect(made.slice(QUOTIENTS).join(' ')).toBe(operators);
  });

  test.each<[what: string, nodes: readonly OnnxNode[]]>([
    ['a count from 1', [...size, single('one', 1), makeNode('Range', ['one', 'limit', 'one'], 'y')]],
    [
      'one in steps of 2',
      [...size, single('a', 0), single('b', 2), makeNode('Range', ['a', 'limit', 'b'], 'y')],
    ],
    [
      'one to what something else takes',
      [...size, single('a', 0), single('b', 1), makeNode('Range', ['a', 'limit', 'b'], 'z'), end('limit')],
    ],
    ['a shortcut', [conv, makeNode('Add', ['conv', 'x'], 'y')]],
    ['a cast of whole numbers', [makeNode('Shape', ['x'], 'z'), cast('z', 'y', FLOAT)]],
    ['a cast to whole numbers', [cast('x', 'y', INT64)]],
    [
      'one with another attribute',
      [makeNode('Cast', ['x'], 'y', [integerAttribute('saturate', 1), integerAttribute('to', INT64)])],
    ],
    ['an output that is the input', [makeNode('Identity', ['x'], 'y')]],
    [
      'a sigmoid that something else takes',
      [makeNode('Sigmoid', ['x'], 's'), makeNode('Mul', ['x', 's'], 'm'), makeNode('Add', ['s', 'm'], 'y')],
    ],
    [
      'a product with the sigmoid of another',
      [makeNode('Sigmoid', ['x'], 's'), makeNode('Mul', ['w', 's'], 'y')],
    ],
  ])('keeps %s', (_, nodes) => {
    expect(layersOf(plainGraph(model(nodes)))).toBe(nodesOf(model(nodes)));
  });
});

function end(input: string): OnnxNode {
  return makeNode('Exp', [input], 'y');
}

function subgraph() {
  return { ...integerAttribute('body', 1), bytes: joinBytes([encodeField(1, 'body'), encodeField(6, '')]) };
}

/** A model from `x`, float32, to `y`, with an initializer called `one`. */
function model(nodes: readonly OnnxNode[], tensor = one(FLOAT)): Uint8Array<ArrayBuffer> {
  const initializer = encodeField(GRAPH.initializer, tensor);
  return encodeModel([...nodes.map(encodeNode), initializer, ...encodeValues(['x', 'y'], [1])]);
}

function graphOf(bytes: Uint8Array) {
  const field = [...onnxFields(bytes)].find(({ number }) => number === MODEL.graph);
  if (!field) throw new Error('it has no graph');
  return readGraph(bytes, field);
}

function operatorsOf(bytes: Uint8Array): readonly string[] {
  return graphOf(bytes).nodes.map(({ operator }) => operator);
}

function nodesOf(bytes: Uint8Array): string {
  return textOf(graphOf(bytes).nodes);
}

/** What follows the quotients, with the input called as it was. */
function layersOf(plain: Uint8Array | undefined): string | undefined {
  return plain && textOf(graphOf(plain).nodes.slice(QUOTIENTS)).replaceAll('x/unit', 'x');
}

function textOf(nodes: readonly OnnxNode[]): string {
  return nodes.map(({ operator, inputs, outputs }) => [operator, ...inputs, ...outputs].join(' ')).join(', ');
}

/** Digest of the first output for a fixed picture, given as the model takes it. */
async function answer(
  bytes: Uint8Array,
  options: ort.InferenceSession.SessionOptions,
  { name, shape }: { name: string; shape: readonly number[] },
): Promise<string> {
  const session = await ort.InferenceSession.create(bytes, options);
  const length = shape.reduce((product, side) => product * side, 1);
  const levels = Uint8Array.from({ length }, (_, i) => (i * 7919) % 1009);
  const [value] = session.inputMetadata;
  const picture =
    value?.isTensor && value.type === 'uint8'
      ? new ort.Tensor('uint8', levels, shape)
      : new ort.Tensor(
          'float32',
          Float32Array.from(levels, (level) => level / 255),
          shape,
        );
  const [output] = Object.values(await session.run({ [name]: picture }));
  await session.release();
  return outputDigest(output);
}
