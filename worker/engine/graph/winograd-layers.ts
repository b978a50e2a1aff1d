import { integerAttribute, integersAttribute } from '../onnx/attributes';
import { makeConstant, makeNode, type OnnxNode } from '../onnx/nodes';
import { FLOAT, INT64 } from '../onnx/onnx-schema';
import { EVEN_PLACE, INPUT_TRANSFORM, OUTPUT_TRANSFORM, PLACES, TAKEN, TILE } from './winograd-transforms';

const STEP = integersAttribute('strides', [TILE, TILE]);
const AROUND = integersAttribute('pads', [1, 1, TILE, TILE]);
const SWAPPED = integersAttribute('perm', [1, 0, 2, 3]);
const GROUPS = integerAttribute('group', PLACES);

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

/**
 * The nodes of layers. Tiles of 4 x 4 results are made of 6 x 6 values each, over channels as if each were a picture of
 * its own; the products of one place in all tiles are a group of an ordinary convolution, which keeps the tiles' rows and
 * columns, whatever the size. The sides are filled up to whole tiles, and the rest of the last ones is cut off.
 */
export class WinogradLayers {
  readonly #constants = new Map<string, OnnxNode>();

  /** What all layers share; complete once there are the nodes of all. */
  constants(): readonly OnnxNode[] {
    return [...this.#constants.values()];
  }

  nodesOf({ input, kernels, bias, output, inputs, outputs }: Layer): readonly OnnxNode[] {
    const name = (part: string) => `${output}/${part}`;
    const reshape = (from: string, to: string, shape: readonly number[]) =>
      makeNode('Reshape', [from, this.#integers(shape)], to);
    const biases = name('biases');
    // Of all places only one has any, by which all results of a channel become larger by its own.
    const spread = [EVEN_PLACE * outputs, (PLACES - EVEN_PLACE - 1) * outputs];
    return [
      reshape(input, name('channels'), [inputs, 1, 0, 0]),
      makeNode(
        'Conv',
        [name('channels'), this.#numbers([PLACES, 1, TAKEN, TAKEN], INPUT_TRANSFORM)],
        name('by channel'),
        [AROUND, STEP],
      ),
      makeNode('Transpose', [name('by channel')], name('by place'), [SWAPPED]),
      reshape(name('by place'), name('taken'), [1, PLACES * inputs, 0, 0]),
      ...(bias === undefined ? [] : [makeNode('Pad', [bias, this.#integers(spread)], biases)]),
      makeNode('Conv', [name('taken'), kernels, ...(bias === undefined ? [] : [biases])], name('products'), [
        GROUPS,
      ]),
      reshape(name('products'), name('one below the other'), [1, PLACES, -1, 0]),
      makeNode(
        'ConvTranspose',
        [name('one below the other'), this.#numbers([PLACES, 1, TILE, TILE], OUTPUT_TRANSFORM)],
        name('tiles'),
        [STEP],
      ),
      reshape(name('tiles'), name('whole tiles'), [1, outputs, -1, 0]),
      makeNode('Shape', [input], name('shape')),
      makeNode('Gather', [name('shape'), this.#integers([2, 3])], name('size')),
      makeNode(
        'Slice',
        [name('whole tiles'), this.#integers([0, 0]), name('size'), this.#integers([2, 3])],
        output,
      ),
    ];
  }

  #integers(values: readonly number[]): string {
    const name = `winograd/${values.join()}`;
    if (!this.#constants.has(name)) {
      this.#constants.set(
        name,
        makeConstant(name, INT64, [values.length], BigInt64Array.from(values, BigInt).buffer),
      );
    }
    return name;
  }

  #numbers(shape: readonly number[], values: Float32Array<ArrayBuffer>): string {
    const name = `winograd/${shape.join('x')}`;
    if (!this.#constants.has(name))
      this.#constants.set(name, makeConstant(name, FLOAT, shape, values.buffer));
    return name;
  }
}
