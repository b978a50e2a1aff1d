import type { ModuleNode } from '../network/module-node';
import type { Graph, Value } from '../onnx/graph';
import type { StorageBytes } from '../onnx/tensor-data';
import { foldConv, foldNorm, type FoldedConv } from './fold-conv';

/**
 * Merges convolutions of one input whose outputs are added into one (re-parameterisation, Ding et al. 2021, RepVGG):
 * the smaller kernels are padded with zeros and added to the first, which must be the largest. Constant, so a session
 * calculates it once when it is made.
 */
export function mergeConvs(graph: Graph, module: ModuleNode, names: readonly string[]): FoldedConv {
  const [first, ...others] = names.map((name) => foldConv(graph, module.child(name)));
  if (!first) return module.refuse('branches');
  return others.reduce((sum, other) => addConv(graph, module, sum, other), first);
}

function addConv(graph: Graph, module: ModuleNode, sum: FoldedConv, other: FoldedConv): FoldedConv {
  const margins = [0, 1].map((axis) => marginOf(module, sum, other, axis)) as [number, number];
  const same = (name: string) => String(sum.conv.pair(name)) === String(other.conv.pair(name));
  const alike = same('stride') && same('dilation') && sum.conv.count('groups') === other.conv.count('groups');
  if (!alike || sum.channels !== other.channels) module.refuse('branches');
  const pads = [0, 0, ...margins, 0, 0, ...margins];
  const padded = margins.some((margin) => margin > 0)
    ? graph.node(module.path, 'Pad', [other.weights, graph.integers(pads)])
    : other.weights;
  return {
    ...sum,
    weights: graph.node(module.path, 'Add', [sum.weights, padded]),
    bias: addBias(sum, other),
  };
}

/** Zeros on each side that make the smaller kernel as large, provided that both are centred on the same pixel. */
function marginOf(module: ModuleNode, sum: FoldedConv, other: FoldedConv, axis: number): number {
  const margin = ((sum.kernel[axis] ?? 0) - (other.kernel[axis] ?? 0)) / 2;
  const shift = (sum.conv.pair('padding')[axis] ?? 0) - (other.conv.pair('padding')[axis] ?? 0);
  return Number.isInteger(margin) && margin >= 0 && margin === shift ? margin : module.refuse('branches');
}

function addBias(sum: FoldedConv, other: FoldedConv): FoldedConv['bias'] {
  const [a, b] = [sum.bias, other.bias];
  if (!a || !b) return a ?? b;
  return {
    sources: [...a.sources, ...b.sources],
    compute: (storage) => {
      const offsets = b.compute(storage);
      return a.compute(storage).map((value, channel) => value + (offsets[channel] ?? 0));
    },
  };
}

/**
 * Adds the branch that passes the input on through a BatchNorm of its own: a kernel with the norm's scale at the
 * centre of each channel's own plane.
 */
export function addIdentityBranch(graph: Graph, norm: ModuleNode, sum: FoldedConv): FoldedConv {
  const { scale, bias } = foldNorm(norm, sum.channels);
  const [height, width] = sum.kernel;
  const depth = sum.channels / sum.conv.count('groups');
  if (!Number.isInteger(depth) || height % 2 === 0 || width % 2 === 0) norm.refuse('groups');
  const plane = height * width;
  const kernel = (storage: StorageBytes) => {
    const weights = new Float64Array(sum.channels * depth * plane);
    for (const [channel, factor] of scale.compute(storage).entries()) {
      weights[(channel * depth + (channel % depth)) * plane + (plane - 1) / 2] = factor;
    }
    return weights;
  };
  const shape = [sum.channels, depth, height, width];
  const identity: Value = graph.computed(`${norm.path}.identity`, shape, scale.sources, kernel);
  return {
    ...sum,
    weights: graph.node(norm.path, 'Add', [sum.weights, identity]),
    bias: addBias(sum, { ...sum, bias }),
  };
}
