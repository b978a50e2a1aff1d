import * as ort from 'onnxruntime-web/wasm';
import { expect, test } from 'vitest';
import { plainGraph } from './graph/plain-graph';
import { integerAttribute } from './onnx/attributes';
import { encodeField, joinBytes } from './onnx/encode-field';
import { encodeModel } from './onnx/encode-model';
import { encodeNode, makeNode } from './onnx/nodes';
import { FLOAT, GRAPH } from './onnx/onnx-schema';
import { encodeValue } from './onnx/values';
import { openSession } from './open-session';

ort.env.wasm.numThreads = 1;

const INT32 = 6;
const SIZE = { width: 2, height: 1 };

/** Answers with the picture that it was given, of 1 x 2 pixels. */
function mirror(type: number): Uint8Array<ArrayBuffer> {
  const sides = [1, 3, SIZE.height, SIZE.width].map((side) => encodeField(1, encodeField(1, side)));
  const shape = joinBytes(sides);
  const nodes = [
    makeNode('Cast', ['x'], 'z', [integerAttribute('to', FLOAT)]),
    makeNode('Add', ['z', 'z'], 'twice'),
    makeNode('Sub', ['twice', 'z'], 'y'),
  ];
  return encodeModel([
    ...nodes.map(encodeNode),
    encodeField(GRAPH.input, encodeValue({ name: 'x', type, shape })),
    encodeField(GRAPH.output, encodeValue({ name: 'y', type: FLOAT, shape })),
  ]);
}

async function open(model: Uint8Array<ArrayBuffer>) {
  return openSession(ort, await ort.InferenceSession.create(model), undefined);
}

test('a network that takes float32 and one that takes bytes see the same picture', async () => {
  const levels = Uint8Array.of(0, 1, 2, 127, 254, 255);
  const expected = Float32Array.from(levels, (level) => level / 255);
  const plain = plainGraph(mirror(FLOAT));
  if (!plain) throw new Error('it is not plain');
  for (const model of [mirror(FLOAT), plain]) {
    const session = await open(model);
    expect(await session.run(levels, SIZE)).toEqual({ data: expected, shape: [1, 3, 1, 2] });
    // The same place is filled again.
    const inverse = await session.run(levels.toReversed(), SIZE);
    expect(inverse.data).toEqual(expected.toReversed());
    await session.release();
  }
});

test('one that takes anything else is refused', async () => {
  await expect(open(mirror(INT32))).rejects.toMatchObject({
    code: 'model-not-detector',
    data: { reason: 'its input is int32 1 x 3 x 1 x 2' },
  });
});
