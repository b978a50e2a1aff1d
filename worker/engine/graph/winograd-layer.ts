import { integerAttribute, integersAttribute } from '../onnx/attributes';
import { makeConstant, makeNode, type OnnxNode } from '../onnx/nodes';
import { FLOAT, INT64 } from '../onnx/onnx-schema';
import { EVEN_PLACE, INPUT_TRANSFORM, OUTPUT_TRANSFORM, PLACES, TILE } from './winograd-transforms';

/** A convolution of 3 x 3 in steps of 1 that keeps the size: names of what it takes and makes, and its channels. */
export interface Layer {
  readonly input: string;
  /** `[36 · outputs, inputs, 1, 1]`, by `transformKernels`. */
  readonly kernels: string;
  readonly bias: string | undefined;
  readonly output: string;
  readonly inputs: number;
  readonly outputs: number;
}

/** What all layers share. */
export const WINOGRAD_CONSTANTS: readonly OnnxNode[] = [
  makeConstant('winograd/input', FLOAT, [PLACES, 1, 6, 6], INPUT_TRANSFORM.buffer),
  makeConstant('winograd/output', FLOAT, [PLACES, 1, TILE, TILE], OUTPUT_TRANSFORM.buffer),
  integers('winograd/start', [0, 0]),
  integers('winograd/axes', [2, 3]),
];

/**
 * Its nodes. Tiles of 4 x 4 results are made of 6 x 6 values each, over channels as if each were a picture of its own; the
 * products of one place in all tiles are a group of an ordinary convolution, which keeps the tiles' rows and columns,
 * whatever the size. The sides are filled up to whole tiles, and the rest of the last ones is cut off.
 */
export function winogradLayer({ input, kernels, bias, output, inputs, outputs }: Layer): readonly OnnxNode[] {
  const name = (part: string) => `${output}/${part}`;
  const reshape = (from: string, to: string, shape: readonly number[]) => [
    integers(name(`${to} shape`), shape),
    makeNode('Reshape', [from, name(`${to} shape`)], name(to)),
  ];
  const step = integersAttribute('strides', [TILE, TILE]);
  const around = integersAttribute('pads', [1, 1, TILE, TILE]);
  return [
    ...reshape(input, 'channels', [inputs, 1, 0, 0]),
    makeNode('Conv', [name('channels'), 'winograd/input'], name('by channel'), [around, step]),
    makeNode('Transpose', [name('by channel')], name('by place'), [integersAttribute('perm', [1, 0, 2, 3])]),
    ...reshape(name('by place'), 'taken', [1, PLACES * inputs, 0, 0]),
    ...(bias === undefined ? [] : evenly(bias, name('bias'), outputs)),
    makeNode(
      'Conv',
      [name('taken'), kernels, ...(bias === undefined ? [] : [name('bias')])],
      name('products'),
      [integerAttribute('group', PLACES)],
    ),
    ...reshape(name('products'), 'one below the other', [1, PLACES, -1, 0]),
    makeNode('ConvTranspose', [name('one below the other'), 'winograd/output'], name('tiles'), [step]),
    ...reshape(name('tiles'), 'whole tiles', [1, outputs, -1, 0]),
    makeNode('Shape', [input], name('shape')),
    makeNode('Gather', [name('shape'), 'winograd/axes'], name('size')),
    makeNode('Slice', [name('whole tiles'), 'winograd/start', name('size'), 'winograd/axes'], output),
  ];
}

/** A bias for each place of each channel, by which all results of the channel become larger by its own. */
function evenly(bias: string, output: string, channels: number): readonly OnnxNode[] {
  const zeros = (name: string, places: number) =>
    makeConstant(name, FLOAT, [places * channels], new ArrayBuffer(4 * places * channels));
  const before = `${output} before`;
  const after = `${output} after`;
  return [
    zeros(before, EVEN_PLACE),
    zeros(after, PLACES - EVEN_PLACE - 1),
    makeNode('Concat', [before, bias, after], output, [integerAttribute('axis', 0)]),
  ];
}

function integers(name: string, values: readonly number[]): OnnxNode {
  return makeConstant(name, INT64, [values.length], BigInt64Array.from(values, BigInt).buffer);
}
