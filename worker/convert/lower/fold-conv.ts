import { damaged } from '../fail';
import type { ModuleNode } from '../network/module-node';
import type { Attribute, Graph, Value } from '../onnx/graph';
import { toDoubles, type StorageBytes } from '../onnx/tensor-data';
import type { TensorReference } from '../pickle/values';

/** A vector calculated from tensors of the checkpoint, in double precision. */
interface Vector {
  readonly sources: readonly TensorReference[];
  readonly compute: (storage: StorageBytes) => Float64Array;
}

/** A convolution with its BatchNorm folded in. */
export interface FoldedConv {
  /** The `Conv2d`, for its geometry. */
  readonly conv: ModuleNode;
  /** Kernel, `[out, in / groups, height, width]`. */
  readonly weights: Value;
  readonly kernel: readonly [height: number, width: number];
  /** Output channels. */
  readonly channels: number;
  readonly bias: Vector | undefined;
}

/**
 * Folds `module.bn`, if there is one, into `module.conv`. The kernel stays in the file as the checkpoint has it, with
 * a scale per output channel beside it: their product is constant, so a session calculates it once when it is made.
 */
export function foldConv(graph: Graph, module: ModuleNode): FoldedConv {
  const conv = module.child('conv');
  const norm = module.children.get('bn');
  const plain = plainConv(graph, conv);
  if (!norm) return plain;
  if (norm.type !== 'BatchNorm2d' || plain.bias) module.refuse('bn');
  const { scale, bias } = foldNorm(norm, plain.channels);
  const factors = graph.computed(
    `${norm.path}.scale`,
    [plain.channels, 1, 1, 1],
    scale.sources,
    scale.compute,
  );
  return { ...plain, weights: graph.node(conv.path, 'Mul', [plain.weights, factors]), bias };
}

/** A `Conv2d` as it is. */
export function plainConv(graph: Graph, conv: ModuleNode): FoldedConv {
  if (conv.type !== 'Conv2d' || conv.attributes.get('padding_mode') !== 'zeros') conv.refuse('padding_mode');
  const tensor = conv.tensor('weight', 4);
  const [channels = 0, , height = 0, width = 0] = tensor.shape;
  const offsets = conv.tensors.get('bias');
  if (offsets && offsets.length !== channels) conv.refuse('bias');
  return {
    conv,
    weights: graph.weights(conv.path, tensor),
    kernel: [height, width],
    channels,
    bias: offsets && { sources: [offsets], compute: (storage) => toDoubles(offsets, storage) },
  };
}

/** y = (x - mean) / sqrt(variance + eps) * weight + bias as y = x * scale + bias (Ioffe and Szegedy, 2015). */
export function foldNorm(norm: ModuleNode, channels: number): { scale: Vector; bias: Vector } {
  const mean = norm.tensor('running_mean', 1);
  const variance = norm.tensor('running_var', 1);
  const weight = norm.tensor('weight', 1);
  const offset = norm.tensor('bias', 1);
  if ([mean, variance, weight, offset].some((tensor) => tensor.length !== channels))
    norm.refuse('num_features');
  const epsilon = norm.number('eps');
  const scale = (storage: StorageBytes) => {
    const variances = toDoubles(variance, storage);
    return toDoubles(weight, storage).map((factor, channel) => {
      const result = factor / Math.sqrt((variances[channel] ?? 0) + epsilon);
      if (!Number.isFinite(result)) throw damaged('network: a variance that is none', { path: norm.path });
      return result;
    });
  };
  const bias = (storage: StorageBytes) => {
    const [means, scales] = [toDoubles(mean, storage), scale(storage)];
    return toDoubles(offset, storage).map(
      (start, channel) => start - (means[channel] ?? 0) * (scales[channel] ?? 0),
    );
  };
  return {
    scale: { sources: [weight, variance], compute: scale },
    bias: { sources: [mean, variance, weight, offset], compute: bias },
  };
}

/** Adds the convolution itself, in the type of computation. */
export function emitConv(graph: Graph, path: string, input: Value, folded: FoldedConv): Value {
  const { weights, bias, channels } = folded;
  const inputs = [input, graph.toCompute(path, weights)];
  if (bias) {
    const offsets = graph.computed(`${path}.bias`, [channels], bias.sources, bias.compute);
    inputs.push(graph.toCompute(path, offsets));
  }
  return graph.node(path, 'Conv', inputs, convAttributes(folded));
}

/** The geometry of a convolution as ONNX has it. */
export function convAttributes({ conv, kernel }: FoldedConv): Readonly<Record<string, Attribute>> {
  const [top, left] = conv.pair('padding');
  return {
    dilations: conv.pair('dilation'),
    group: conv.count('groups'),
    kernel_shape: kernel,
    pads: [top, left, top, left],
    strides: conv.pair('stride'),
  };
}
