import * as ort from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { integerAttribute } from './onnx/attributes';
import { encodeField } from './onnx/encode-field';
import { encodeModel, encodeValues } from './onnx/encode-model';
import { encodeTensor } from './onnx/encode-tensor';
import { encodeNode, makeConstant, makeNode, type OnnxNode } from './onnx/nodes';
import { FLOAT, GRAPH } from './onnx/onnx-schema';
import { createSession, type Opening } from './create-session';
import { plainGraph } from './graph/plain-graph';
import { splitWeights } from './weights/split-weights';

ort.env.wasm.numThreads = 1;
ort.env.logLevel = 'fatal';

const INT32 = 6;
const COUNT = 300;
const WEIGHTS = Float32Array.from({ length: COUNT }, (_, i) => i / 8);

/**
 * How `createSession` has a model opened, and what that answers to ones, or to bytes of 255: weights of its own count and
 * `nodes`.
 */
async function open(nodes: readonly OnnxNode[], onCpu: boolean) {
  const bytes = model(nodes);
  const reader = { read: (start: number, end: number) => bytes.subarray(start, end), close: () => undefined };
  const split = splitWeights(bytes);
  const source = { file: new Blob([bytes]), reader, split, plain: () => split && plainGraph(split.graph) };
  const tried: string[] = [];
  const session = await createSession(source, onCpu, (file, opening: Opening) => {
    tried.push(
      `${opening.externalData.length > 0 ? 'in parts' : 'whole'}, ${opening.graphOptimizationLevel}`,
    );
    return ort.InferenceSession.create(file, opening);
  });
  const [value] = session.inputMetadata;
  const takes = value?.isTensor ? value.type : undefined;
  const ones =
    takes === 'uint8'
      ? new ort.Tensor('uint8', new Uint8Array(COUNT).fill(255), [COUNT])
      : new ort.Tensor('float32', new Float32Array(COUNT).fill(1), [COUNT]);
  const { y } = await session.run({ x: ones });
  await session.release();
  return { tried, takes, answer: y?.data };
}

const sum = makeNode('Add', ['x', 'w'], 'y');
const expected = WEIGHTS.map((weight) => weight + 1);

test('a plain graph is opened as it is, with its weights in parts', async () => {
  expect(await open([sum], true)).toEqual({
    tried: ['in parts, disabled'],
    takes: 'uint8',
    answer: expected,
  });
});

test('one for a graphics card is optimized', async () => {
  expect(await open([sum], false)).toEqual({ tried: ['in parts, all'], takes: 'float32', answer: expected });
});

test('one that needs it is optimized', async () => {
  const nodes = [makeNode('Abs', ['w'], 'v'), makeNode('Add', ['x', 'v'], 'y')];
  expect(await open(nodes, true)).toEqual({ tried: ['in parts, all'], takes: 'float32', answer: expected });
});

test('one that onnxruntime does not take in its plain form is opened as a whole', async () => {
  const number = (name: string, value: number) =>
    makeConstant(name, FLOAT, [], Float32Array.of(value).buffer);
  const cast = (from: string, to: string, type: number) =>
    makeNode('Cast', [from], to, [integerAttribute('to', type)]);
  const nodes = [
    makeNode('Shape', ['x'], 'shape'),
    makeNode('Squeeze', ['shape'], 'size'),
    // Counting in ones takes sizes of 64 bits only.
    cast('size', 'short', INT32),
    cast('short', 'limit', FLOAT),
    number('zero', 0),
    number('one', 1),
    makeNode('Range', ['zero', 'limit', 'one'], 'count'),
    makeNode('Add', ['count', 'w'], 'y'),
  ];
  expect(await open(nodes, true)).toEqual({
    tried: ['in parts, disabled', 'whole, all'],
    takes: 'float32',
    answer: WEIGHTS.map((weight, i) => weight + i),
  });
});

/** From `x` to `y`, one axis of `COUNT` float32 each, with the initializer `w` of as many. */
function model(nodes: readonly OnnxNode[]): Uint8Array<ArrayBuffer> {
  const weights = encodeField(GRAPH.initializer, encodeTensor(FLOAT, [COUNT], WEIGHTS.buffer, 'w'));
  return encodeModel([...nodes.map(encodeNode), weights, ...encodeValues(['x', 'y'], [COUNT])]);
}
