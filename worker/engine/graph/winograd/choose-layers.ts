import type { OnnxNode } from '../../onnx/nodes';
import type { WeightPart } from '../../weights/split-weights';
import { countUses } from '../count-uses';
import { FLOAT } from '../../onnx/onnx-schema';
import type { Graph, Initializer } from '../read-graph';
import { keepsSize } from './keeps-size';
import { estimateStrides } from './estimate-strides';
import { TRANSFORMED } from './transform-kernels';
import { PLACES, TAKEN, TILE } from './transforms';

/** A convolution of 3 x 3 in steps of 1 that keeps the size of its input. */
export interface Layer {
  readonly node: OnnxNode;
  readonly input: string;
  readonly output: string;
  /** How many channels it takes and makes. */
  readonly inputs: number;
  readonly outputs: number;
  readonly kernels: WeightPart;
  /** A number for each channel that it makes. */
  readonly bias: Uint8Array | undefined;
}

/**
 * Bytes of all weights, transformed ones included, which are four times as many: YOLOv8s has 45 MB and gains by 35 more; in
 * one of the size of YOLOv8m there is no room, and its memory counts for more (`docs/memory.md`).
 */
const ROOM = 80e6;

/** Products that a layer has to spare, of a picture of `SIDE` pixels, for its nodes to be worth opening. */
const LEAST_GAIN = 8e6;
const SIDE = 640;

/** Those that spare most products for their weights first, as many as there is room for. */
export function chooseLayers(graph: Graph, parts: readonly WeightPart[]): readonly Layer[] {
  const strides = estimateStrides(graph);
  const rated = [...fittingLayers(graph, parts)].flatMap((layer) => {
    const tiles = (SIDE / TILE / (strides.get(layer.input) ?? SIDE)) ** 2;
    const gain = tiles * estimateGain(layer);
    return gain < LEAST_GAIN ? [] : [{ layer, perByte: gain / layer.kernels.length }];
  });
  rated.sort((a, b) => b.perByte - a.perByte);
  let room = ROOM - parts.reduce((sum, { length }) => sum + length, 0);
  return rated.flatMap(({ layer }) => {
    const more = (TRANSFORMED - 1) * layer.kernels.length;
    if (more > room) return [];
    room -= more;
    return [layer];
  });
}

/** Products that are spared for a tile of 16 results of all channels, less what the transforms take. */
function estimateGain({ inputs, outputs }: Layer): number {
  const direct = TILE * TILE * 9 * inputs * outputs;
  const transforms = PLACES * (1.4 * TAKEN * TAKEN * inputs + 2 * TILE * TILE * outputs);
  return direct - PLACES * inputs * outputs - transforms;
}

function* fittingLayers(graph: Graph, parts: readonly WeightPart[]): Generator<Layer> {
  const uses = countUses(graph.nodes);
  const partOf = new Map(parts.map((part) => [part.name, part]));
  for (const node of graph.nodes) {
    const [input = '', weights = '', added = ''] = node.inputs;
    const [output = ''] = node.outputs;
    const [outputs = 0, inputs = 0, ...sides] = graph.initializers.get(weights)?.shape ?? [];
    const kernels = partOf.get(weights);
    const alone = uses.get(weights) === 1 && !graph.outputs.has(weights);
    const bias = singlesOf(graph.initializers.get(added));
    const known = added === '' || bias?.length === 4 * outputs;
    if (node.operator !== 'Conv' || sides.join() !== '3,3' || !keepsSize(node) || !alone || !known) continue;
    if (kernels?.length === 36 * inputs * outputs)
      yield { node, input, output, inputs, outputs, kernels, bias };
  }
}

function singlesOf(initializer: Initializer | undefined): Uint8Array | undefined {
  return initializer?.type === FLOAT ? initializer.data : undefined;
}
