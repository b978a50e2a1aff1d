import type { OnnxNode } from '../../onnx/nodes';
import { FLOAT } from '../../onnx/onnx-schema';
import { isAlongChannels, isGrouped } from '../channels-of-nodes';
import { countUses } from '../count-uses';
import { estimatePlaces } from '../estimate-strides';
import type { Graph } from '../read-graph';
import { countChannels } from './count-channels';
import { PartNodes } from './part-nodes';

/** Numbers in the largest result that parts are worth their nodes for: 16 MB, as networks from a medium size on have it. */
const LEAST_LARGEST = 4e6;
/** Values are in parts that have more than this share of the largest one. */
const LARGE = 0.5;

/**
 * Convolutions of large values as sums of convolutions of some of their channels, so that these values are never in memory
 * as a whole: the first layer with its activation, in halves that the second adds up, and values joined by `Concat`
 * that a convolution of 1 x 1 takes. Adding up takes no memory and, with nothing to join, no time. The results differ in
 * the last digits.
 *
 * @param largest `largestResult` of the network
 */
export function sumInParts(graph: Graph, largest: number): Graph {
  if (largest < LEAST_LARGEST) return graph;
  const uses = countUses(graph.nodes);
  const channels = countChannels(graph);
  const placesOf = estimatePlaces(graph);
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node])));
  const parts = new PartNodes();
  const replaced = new Map<OnnxNode, readonly OnnxNode[]>();

  /** The node that makes a value which one node takes and nothing else knows. */
  const makerOf = (value: string) =>
    uses.get(value) === 1 && !graph.outputs.has(value) ? makers.get(value) : undefined;

  for (const node of graph.nodes) {
    const [value = '', kernels = ''] = node.inputs;
    const { type, shape } = graph.initializers.get(kernels) ?? {};
    const [, taken = NaN, height, width] = shape ?? [];
    const before = makerOf(value);
    const isLarge = taken * placesOf(value) > LARGE * largest;
    if (node.operator !== 'Conv' || type !== FLOAT || !isLarge || !before || isGrouped(node)) continue;
    if (before.operator === 'Concat' && height === 1 && width === 1 && isAlongChannels(before)) {
      const counts = completed(
        before.inputs.map((input) => channels.get(input)),
        taken,
      );
      if (!counts) continue;
      replaced.set(before, []).set(node, parts.ofJoined(node, before.inputs, counts));
    }
    if (before.operator === 'QuickGelu') {
      const first = makerOf(before.inputs[0] ?? '');
      const isFirst =
        first?.operator === 'Conv' && graph.initializers.get(first.inputs[1] ?? '')?.type === FLOAT;
      // One that is in parts itself has nothing large of its own.
      if (!isFirst || isGrouped(first) || replaced.has(first)) continue;
      replaced
        .set(first, [])
        .set(before, [])
        .set(node, parts.ofHalves(first, before, node, taken));
    }
  }
  const nodes = graph.nodes.flatMap((node) => replaced.get(node) ?? [node]);
  return { ...graph, nodes: [...parts.constants(), ...nodes] };
}

/** Counts of which one may be missing, by their sum; undefined where they are not to be had. */
function completed(counts: readonly (number | undefined)[], sum: number): readonly number[] | undefined {
  const known = counts.reduce((total: number, count) => total + (count ?? 0), 0);
  const all = counts.map((count) => count ?? sum - known);
  const fits = all.every((count) => count > 0) && all.reduce((total, count) => total + count, 0) === sum;
  return fits ? all : undefined;
}
