import { integerAttribute, integersAttribute } from '../../onnx/attributes';
import { makeConstant, makeNode, type OnnxNode } from '../../onnx/nodes';
import { FLOAT, INT64 } from '../../onnx/onnx-schema';
import type { Layer } from './choose-layers';
import { INPUT_TRANSFORM, KERNEL_TRANSFORM, OUTPUT_TRANSFORM, PLACES, TAKEN, TILE } from './transforms';

const STEP = integersAttribute('strides', [TILE, TILE]);
const AROUND = integersAttribute('pads', [1, 1, TILE, TILE]);
const SWAPPED = integersAttribute('perm', [1, 0, 2, 3]);
const TURNED = integerAttribute('transB', 1);
const GROUPS = integerAttribute('group', PLACES);

/** The nodes of layers, and what these share. */
export class WinogradLayers {
  readonly #constants = new Map<string, OnnxNode>();
  readonly #sizes = new Map<string, string>();
  readonly #sameSize: (value: string) => string;
  readonly #beforehand: boolean;

  /**
   * @param sameSize as the function of that name returns it
   * @param beforehand whether kernels come transformed, as `[36 · outputs, inputs, 1, 1]`
   */
  constructor(sameSize: (value: string) => string, beforehand: boolean) {
    this.#sameSize = sameSize;
    this.#beforehand = beforehand;
  }

  /** Complete once there are the nodes of all layers. */
  constants(): readonly OnnxNode[] {
    return [...this.#constants.values()];
  }

  /**
   * Tiles of 4 x 4 results are made of 6 x 6 values each, over channels as if each were a picture of its own; the products
   * of one place in all tiles are a group of an ordinary convolution, which keeps the tiles' rows and columns, whatever
   * the size. The sides are filled up to whole tiles, and the rest of the last ones is cut off.
   *
   * @param layer after those that stand before it in the graph, its kernels as `#kernelsOf` takes them, its bias as `[outputs, 1, 1]`
   */
  nodesOf({ input, output, inputs, outputs, kernels, bias }: Layer): readonly OnnxNode[] {
    const name = (part: string) => `${output}/${part}`;
    const reshape = this.#reshape.bind(this);
    const ofInput = this.#numbers([PLACES, 1, TAKEN, TAKEN], INPUT_TRANSFORM);
    const back = this.#numbers([PLACES, 1, TILE, TILE], OUTPUT_TRANSFORM);
    const cut = bias === undefined ? output : name('cut');
    const [size, measuring] = this.#sizeOf(input);
    const [transformed, transforming] = this.#kernelsOf(kernels, inputs, outputs);
    return [
      ...transforming,
      reshape(input, name('channels'), [inputs, 1, 0, 0]),
      makeNode('Conv', [name('channels'), ofInput], name('by channel'), [AROUND, STEP]),
      makeNode('Transpose', [name('by channel')], name('by place'), [SWAPPED]),
      reshape(name('by place'), name('taken'), [1, PLACES * inputs, 0, 0]),
      makeNode('Conv', [name('taken'), transformed], name('products'), [GROUPS]),
      reshape(name('products'), name('one below the other'), [1, PLACES, -1, 0]),
      makeNode('ConvTranspose', [name('one below the other'), back], name('tiles'), [STEP]),
      reshape(name('tiles'), name('whole tiles'), [1, outputs, -1, 0]),
      ...measuring,
      makeNode('Slice', [name('whole tiles'), this.#integers([0, 0]), size, this.#integers([2, 3])], cut),
      ...(bias === undefined ? [] : [makeNode('Add', [cut, bias], output)]),
    ];
  }

  /**
   * The name of a layer's transformed kernels, and the nodes that make them of `[outputs · inputs, 9]` in every run where
   * they do not come so.
   */
  #kernelsOf(
    kernels: string,
    inputs: number,
    outputs: number,
  ): readonly [name: string, nodes: readonly OnnxNode[]] {
    if (this.#beforehand) return [kernels, []];
    const [byPlace, made] = [`${kernels}/by place`, `${kernels}/transformed`];
    const ofKernel = this.#numbers([PLACES, 9], KERNEL_TRANSFORM);
    const nodes = [
      makeNode('Gemm', [ofKernel, kernels], byPlace, [TURNED]),
      this.#reshape(byPlace, made, [PLACES * outputs, inputs, 1, 1]),
    ];
    return [made, nodes];
  }

  #reshape(from: string, to: string, shape: readonly number[]): OnnxNode {
    return makeNode('Reshape', [from, this.#integers(shape)], to);
  }

  /** The name of a value's height and width, and the nodes that make it where there are none yet. */
  #sizeOf(value: string): readonly [name: string, nodes: readonly OnnxNode[]] {
    const like = this.#sameSize(value);
    const known = this.#sizes.get(like);
    if (known !== undefined) return [known, []];
    const size = `${value}/size`;
    this.#sizes.set(like, size);
    const nodes = [
      makeNode('Shape', [value], `${value}/shape`),
      makeNode('Gather', [`${value}/shape`, this.#integers([2, 3])], size),
    ];
    return [size, nodes];
  }

  #integers(values: readonly number[]): string {
    return this.#shared(values.join(), (name) =>
      makeConstant(name, INT64, [values.length], BigInt64Array.from(values, BigInt).buffer),
    );
  }

  #numbers(shape: readonly number[], values: Float32Array<ArrayBuffer>): string {
    return this.#shared(shape.join('x'), (name) => makeConstant(name, FLOAT, shape, values.buffer));
  }

  #shared(key: string, make: (name: string) => OnnxNode): string {
    const name = `winograd/${key}`;
    if (!this.#constants.has(name)) this.#constants.set(name, make(name));
    return name;
  }
}
