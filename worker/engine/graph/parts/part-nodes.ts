import { makeConstant, makeNode, type OnnxNode } from '../../onnx/nodes';
import { INT64 } from '../../onnx/onnx-schema';
import { MICROSOFT } from '../fuse-swish';

/** Axes of kernels, `[outputs, inputs, height, width]`. */
const OUTPUTS = 0;
const INPUTS = 1;

/** The nodes of convolutions in parts, and what these share. */
export class PartNodes {
  readonly #constants = new Map<string, OnnxNode>();

  /** Complete once there are all nodes. */
  constants(): readonly OnnxNode[] {
    return [...this.#constants.values()];
  }

  /**
   * A convolution of values side by side as a sum of one of each of them.
   * @param counts how many channels each of them has
   */
  ofJoined(node: OnnxNode, values: readonly string[], counts: readonly number[]): readonly OnnxNode[] {
    let end = 0;
    return values.flatMap((value, i) => {
      const start = end;
      end += counts[i] ?? 0;
      return this.#addend(node, value, i, values.length, start, end);
    });
  }

  /**
   * Two convolutions with an activation between them, of half of the channels between them at a time.
   * @param channels how many there are between them
   */
  ofHalves(first: OnnxNode, activation: OnnxNode, second: OnnxNode, channels: number): readonly OnnxNode[] {
    const [input = '', kernels = '', bias = ''] = first.inputs;
    const [output = ''] = second.outputs;
    const middle = Math.ceil(channels / 2);
    return [
      [0, middle],
      [middle, channels],
    ].flatMap(([start = 0, end = 0], i) => {
      const name = (what: string) => `${output}/${what} of half ${i}`;
      const ofBias = bias === '' ? [] : [name('bias')];
      return [
        this.#slice(kernels, name('kernels'), OUTPUTS, start, end),
        ...ofBias.map((part) => this.#slice(bias, part, OUTPUTS, start, end)),
        makeNode('Conv', [input, name('kernels'), ...ofBias], name('result'), first.attributes),
        {
          ...makeNode('QuickGelu', [name('result')], name('activation'), activation.attributes),
          domain: MICROSOFT,
        },
        ...this.#addend(second, name('activation'), i, 2, start, end),
      ];
    });
  }

  /** What a convolution makes of channels from `start` on, and the sum of that with what it made of those before. */
  #addend(node: OnnxNode, value: string, i: number, count: number, start: number, end: number): OnnxNode[] {
    const [, kernels = '', bias = ''] = node.inputs;
    const [output = ''] = node.outputs;
    const sum = (index: number) => (index === count - 1 ? output : `${output}/sum ${index}`);
    const ofPart = `${output}/kernels ${i}`;
    const slice = this.#slice(kernels, ofPart, INPUTS, start, end);
    if (i === 0) {
      const inputs = [value, ofPart, ...(bias === '' ? [] : [bias])];
      return [slice, makeNode('Conv', inputs, sum(0), node.attributes)];
    }
    // onnxruntime's own, which adds to its fourth input where that stands.
    const added = makeNode('FusedConv', [value, ofPart, '', sum(i - 1)], sum(i), node.attributes);
    return [slice, { ...added, domain: MICROSOFT }];
  }

  #slice(from: string, to: string, axis: number, start: number, end: number): OnnxNode {
    return makeNode('Slice', [from, this.#integer(start), this.#integer(end), this.#integer(axis)], to);
  }

  #integer(value: number): string {
    const name = `part/${value}`;
    const made =
      this.#constants.get(name) ?? makeConstant(name, INT64, [1], BigInt64Array.of(BigInt(value)).buffer);
    this.#constants.set(name, made);
    return name;
  }
}
