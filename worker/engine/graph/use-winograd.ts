import { encodeField } from '../onnx/encode-field';
import type { OnnxNode } from '../onnx/nodes';
import { FLOAT, TENSOR } from '../onnx/onnx-schema';
import type { WeightPart } from '../weights/split-weights';
import { WEIGHTS_PATH } from '../weights/split-weights';
import { TRANSFORMED } from '../weights/transform-kernels';
import { encodeReference } from '../weights/weight-tensor';
import { countUses } from './count-uses';
import { estimateStrides } from './estimate-strides';
import type { Graph } from './read-graph';
import { WinogradLayers, type Layer } from './winograd-layers';
import { PLACES, TILE } from './winograd-transforms';

/** A convolution that can be computed so, and its kernels. */
interface Candidate extends Layer {
  readonly node: OnnxNode;
  readonly part: WeightPart;
  /** Products that it spares. */
  readonly gain: number;
}

/**
 * Bytes of all weights, transformed ones included, which are four times as many: YOLOv8s has 45 MB and gains by 35 more; in
 * one of the size of YOLOv8m there is no room, and its memory counts for more (`docs/memory.md`).
 */
const ROOM = 80e6;

/** Products that a layer has to spare, of a picture of `SIDE` pixels, for its nodes to be worth opening. */
const LEAST_GAIN = 8e6;
const SIDE = 640;

/**
 * Convolutions of 3 x 3 in steps of 1 by Winograd's minimal filtering F(4 x 4, 3 x 3), where that is estimated to be faster
 * and there is room for the weights: 36 products for 16 results instead of 144. The results differ in the sixth digit.
 */
export function useWinograd(
  graph: Graph,
  parts: readonly WeightPart[],
): { readonly graph: Graph; readonly parts: readonly WeightPart[] } {
  const chosen = chooseLayers(graph, parts);
  if (chosen.length === 0) return { graph, parts };
  const layers = new Map<OnnxNode, Layer>(chosen.map((layer) => [layer.node, layer]));
  const made = new WinogradLayers();
  const nodes = graph.nodes.flatMap((node) => {
    const layer = layers.get(node);
    return layer ? made.nodesOf(layer) : [node];
  });
  const names = new Set(chosen.map(({ part }) => part.name));
  const fields = new Set([...names].map((name) => graph.initializers.get(name)?.field));
  let offset = sizeOf(parts);
  const transformed = chosen.map((layer) => {
    const length = TRANSFORMED * layer.part.length;
    const part = { ...layer.part, offset, length, transformed: true };
    offset += length;
    return part;
  });
  const references = chosen.map(({ kernels: name, inputs, outputs }, i) => {
    const dimensions = [PLACES * outputs, inputs, 1, 1].map((side) => encodeField(TENSOR.dimensions, side));
    const { offset = 0, length = 0 } = transformed[i] ?? {};
    return encodeReference({ name, type: FLOAT, dimensions }, WEIGHTS_PATH, offset, length);
  });
  return {
    graph: {
      ...graph,
      nodes: [...made.constants(), ...nodes],
      others: graph.others.filter((field) => !fields.has(field)),
      made: [...graph.made, ...references],
    },
    parts: [...parts.filter(({ name }) => !names.has(name)), ...transformed],
  };
}

/** Those that spare most products for their weights first, as many as there is room for. */
function chooseLayers(graph: Graph, parts: readonly WeightPart[]): readonly Candidate[] {
  const perByte = ({ gain, part }: Candidate) => gain / part.length;
  const bestFirst = [...candidates(graph, parts)].sort((a, b) => perByte(b) - perByte(a));
  let room = ROOM - sizeOf(parts);
  return bestFirst.filter(({ part }) => {
    const more = (TRANSFORMED - 1) * part.length;
    if (more > room) return false;
    room -= more;
    return true;
  });
}

function sizeOf(parts: readonly WeightPart[]): number {
  return parts.reduce((sum, { length }) => sum + length, 0);
}

function* candidates(graph: Graph, parts: readonly WeightPart[]): Generator<Candidate> {
  const uses = countUses(graph.nodes);
  const strides = estimateStrides(graph);
  const partOf = new Map(parts.map((part) => [part.name, part]));
  for (const node of graph.nodes) {
    const [input = '', kernels = '', bias] = node.inputs;
    const [outputs = 0, inputs = 0, ...sides] = graph.initializers.get(kernels)?.shape ?? [];
    const part = partOf.get(kernels);
    const fits = node.operator === 'Conv' && sides.join() === '3,3' && isInPlace(node);
    const alone = uses.get(kernels) === 1 && !graph.outputs.has(kernels);
    if (!fits || !alone || part?.length !== 36 * inputs * outputs) continue;
    const gain = estimateGain(inputs, outputs) * (SIDE / TILE / (strides.get(input) ?? SIDE)) ** 2;
    if (gain < LEAST_GAIN) continue;
    yield { node, part, gain, input, kernels, bias, output: node.outputs[0] ?? '', inputs, outputs };
  }
}

/** Whether a convolution of 3 x 3 makes one result for each value, in one group. */
function isInPlace({ attributes }: OnnxNode): boolean {
  const padded = attributes.some(({ name, integers }) => name === 'pads' && integers?.join() === '1,1,1,1');
  return (
    padded &&
    attributes.every(({ name, integer, integers }) => {
      if (name === 'pads' || name === 'kernel_shape') return true;
      if (name === 'group') return integer === 1;
      return (name === 'strides' || name === 'dilations') && integers?.join() === '1,1';
    })
  );
}

/** Products that are spared for a tile of 16 results of all channels, less what the transforms take. */
function estimateGain(inputs: number, outputs: number): number {
  const direct = TILE * TILE * 9 * inputs * outputs;
  const transforms = PLACES * (1.4 * PLACES * inputs + 2 * TILE * TILE * outputs);
  return direct - PLACES * inputs * outputs - transforms;
}
