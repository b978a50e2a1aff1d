import * as ort from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { integerAttribute, integersAttribute } from '../../onnx/attributes';
import { encodeTensor } from '../../onnx/encode-tensor';
import { makeConstant, makeNode, type OnnxNode } from '../../onnx/nodes';
import { FLOAT, INT64 } from '../../onnx/onnx-schema';
import { countNodes, furthest, madeNetwork } from '../../../testing/made-networks';
import { largestResult } from '../largest-result';
import { plainGraph } from '../plain-graph';
import type { Graph } from '../read-graph';
import { sumInParts } from './sum-in-parts';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';

const inParts = (graph: Graph) => sumInParts(graph, largestResult(graph));

/** Shapes of the kernels; the first layer has 16 channels of a picture as it is, 6.6 million numbers at 640. */
const KERNELS: Readonly<Record<string, readonly number[]>> = {
  first: [16, 3, 3, 3],
  second: [12, 16, 3, 3],
  inner: [8, 8, 3, 3],
  joint: [5, 20, 1, 1],
  largeJoint: [16, 20, 1, 1],
  wide: [5, 20, 3, 3],
  narrow: [9, 3, 3, 3],
  ofNarrow: [8, 9, 3, 3],
  grouped: [16, 8, 3, 3],
};
const side = (length: number) => [
  integersAttribute('kernel_shape', [length, length]),
  integersAttribute(
    'pads',
    Array.from({ length: 4 }, () => (length - 1) / 2),
  ),
];
const GROUPS = integerAttribute('group', 2);
const AXIS = integerAttribute('axis', 1);
const sizes = makeConstant('sizes', INT64, [2], BigInt64Array.of(4n, 8n).buffer);
const conv = (inputs: readonly string[], output: string, length = 3, more = [] as (typeof AXIS)[]) =>
  makeNode('Conv', inputs, output, [...side(length), ...more]);
const swish = (from: string, to: string) => [
  makeNode('Sigmoid', [from], `${to}/sigmoid`),
  makeNode('Mul', [from, `${to}/sigmoid`], to),
];

const FIRST = [conv(['picture', 'first', 'b16'], 'a'), ...swish('a', 'b')];
const SECOND = conv(['b', 'second', 'b12'], 'c');
/** As in a detector's blocks: both parts of a value, and what was made of the second. */
const BLOCK = [
  sizes,
  { ...makeNode('Split', ['c', 'sizes'], 'd', [AXIS]), outputs: ['d', 'e'] },
  conv(['e', 'inner'], 'f'),
  ...swish('f', 'g'),
  makeNode('Add', ['e', 'g'], 'h'),
];
const JOINED = makeNode('Concat', ['d', 'e', 'h'], 'i', [AXIS]);

const WITHOUT_BIASES = [
  ...[conv(['picture', 'first'], 'a'), ...swish('a', 'b'), conv(['b', 'second'], 'c')],
  ...[...BLOCK, JOINED, conv(['i', 'joint'], 'y', 1)],
];
test.each([
  ['', [...FIRST, SECOND, ...BLOCK, JOINED, conv(['i', 'joint', 'b5'], 'y', 1)], 1 + 2],
  [', without biases', WITHOUT_BIASES, 1 + 2],
  [', its joint alone', joint(), 2],
  [', with a second layer after the joint', joinedAndMore(), 1 + 2],
])('a network in parts answers as the whole one%s', async (_, nodes, sums) => {
  const [whole, parts] = graphsOf(nodes);
  expect(countNodes(parts, 'FusedConv')).toBe(sums);
  expect(countNodes(parts, 'Concat')).toBe(0);
  const [expected, made] = [await answer(whole), await answer(parts)];
  expect(made.dims.slice(2)).toEqual([6, 10]);
  expect(expected.dims).toEqual(made.dims);
  expect(Math.max(...expected.data.map(Math.abs))).toBeGreaterThan(0.2);
  expect(furthest(made.data, expected.data)).toBeLessThan(1e-5);
});

const LAST = conv(['c', 'inner'], 'y');
test.each([
  ['whose first layer has few channels', [...firstOf('narrow'), conv(['b', 'ofNarrow'], 'y')]],
  ['that takes its first layer twice', [...FIRST, SECOND, conv(['b', 'second'], 'y')]],
  ['that takes it before the activation, too', [...FIRST, SECOND, conv(['a', 'second'], 'y')]],
  ['that answers with it', [conv(['picture', 'first'], 'a'), ...swish('a', 'y'), conv(['y', 'second'], 'c')]],
  ['whose second is in groups', [...FIRST, conv(['b', 'grouped'], 'y', 3, [GROUPS])]],
  ['with another activation', [conv(['picture', 'first'], 'a'), makeNode('Max', ['a'], 'b'), SECOND, LAST]],
  ['that takes what it joins by 3 x 3', [...noParts(), ...BLOCK, JOINED, conv(['i', 'wide'], 'y')]],
  ['that takes what it joins twice', [...joint(), makeNode('Max', ['i'], 'z')]],
  ['that joins rows', [...joint([integerAttribute('axis', 2)])]],
  [
    'of which two channel counts are not known',
    [
      ...[
        ...noParts(),
        ...BLOCK,
        makeNode('Max', ['h'], 'h2'),
        makeNode('Concat', ['d', 'e', 'h2'], 'i', [AXIS]),
      ],
      conv(['i', 'joint'], 'y', 1),
    ],
  ],
])('one %s stays as it is', (_, nodes) => {
  const [whole, parts] = graphsOf(nodes);
  expect(Buffer.compare(whole, parts)).toBe(0);
});

function firstOf(kernels: string): OnnxNode[] {
  return [conv(['picture', kernels], 'a'), ...swish('a', 'b')];
}

/** A first layer that something else takes as well. */
function noParts(): OnnxNode[] {
  return [...FIRST, SECOND, makeNode('Max', ['b'], 'besides')];
}

function joint(axis = [AXIS]): OnnxNode[] {
  return [
    ...noParts(),
    ...BLOCK,
    makeNode('Concat', ['d', 'e', 'h'], 'i', axis),
    conv(['i', 'joint'], 'y', 1),
  ];
}

/** The joint's result is large again, and half of it would ask for what the joint no longer makes. */
function joinedAndMore(): OnnxNode[] {
  const last = [conv(['i', 'largeJoint'], 'j', 1), ...swish('j', 'k'), conv(['k', 'second'], 'y')];
  return [...FIRST, SECOND, ...BLOCK, JOINED, ...last];
}

function graphsOf(nodes: readonly OnnxNode[]): readonly [whole: Uint8Array, parts: Uint8Array] {
  const bytes = model(nodes);
  const [whole, parts] = [plainGraph(bytes), plainGraph(bytes, inParts)];
  if (!whole || !parts) throw new Error('it is not plain');
  return [whole, parts];
}

function model(nodes: readonly OnnxNode[]): Uint8Array<ArrayBuffer> {
  const biases = [5, 12, 16].map((count) => [`b${count}`, [count]] as const);
  const tensors = [...Object.entries(KERNELS), ...biases].map(([name, shape]) => {
    const count = shape.reduce((product, length) => product * length, 1);
    const values = Float32Array.from({ length: count }, (_, i) => Math.sin(i * i + count) / 6);
    return encodeTensor(FLOAT, shape, values.buffer, name);
  });
  return madeNetwork(nodes, tensors);
}

async function answer(graph: Uint8Array): Promise<{ dims: readonly number[]; data: Float32Array }> {
  const session = await ort.InferenceSession.create(graph, { graphOptimizationLevel: 'disabled' });
  const levels = Uint8Array.from({ length: 3 * 6 * 10 }, (_, i) => (i * 7919) % 256);
  const { y } = await session.run({ picture: new ort.Tensor('uint8', levels, [1, 3, 6, 10]) });
  await session.release();
  if (!(y?.data instanceof Float32Array)) throw new Error('it has no output');
  return { dims: y.dims, data: y.data };
}
