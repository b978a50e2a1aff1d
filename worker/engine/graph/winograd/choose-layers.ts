import type { OnnxNode } from '../../onnx/nodes';
import { FLOAT } from '../../onnx/onnx-schema';
import { WEIGHTS_PATH } from '../../weights/split-weights';
import { countUses } from '../count-uses';
import { estimatePlaces, estimateStrides } from '../estimate-strides';
import type { Graph } from '../read-graph';
import { keepsSize } from './keeps-size';
import { PLACES, TAKEN, TILE } from './transforms';

/** A convolution of 3 x 3 in steps of 1 that keeps the size of its input. */
export interface Layer {
  readonly node: OnnxNode;
  readonly input: string;
  readonly output: string;
  /** How many channels it takes and makes. */
  readonly inputs: number;
  readonly outputs: number;
  /** Name of `[outputs, inputs, 3, 3]`. */
  readonly kernels: string;
  readonly bias: string | undefined;
}

/** Products that a layer has to spare for its nodes to be worth opening. */
const LEAST_GAIN = 5e6;
/** Numbers, of all layers, up to which transformed kernels are kept: memory, and the time that an opening takes to fill it. */
const MOST_TRANSFORMED = 8e6;
/** Where a picture is larger, little is gained by few channels, and what stands beside them in memory is largest. */
const LEAST_STRIDE = 8;
/** Of the largest result of a convolution and its activation, what a layer may take meanwhile (`docs/memory.md`). */
const MOST_MEMORY = 0.78;

/** What is filtered minimally of a network. */
export interface Choice {
  readonly layers: readonly Layer[];
  /** Whether their kernels are transformed when the model is opened, and not in every run. */
  readonly beforehand: boolean;
}

/**
 * The layers that are worth it. More are where their kernels need not be transformed in every run, so these are looked at
 * first: all or none, as cost and gain both go with the number of kernels.
 * @param largest `largestResult` of the network
 */
export function chooseLayers(graph: Graph, largest: number): Choice {
  const layers = fasterLayers(graph, largest, true);
  const numbers = layers.reduce((sum, { inputs, outputs }) => sum + PLACES * inputs * outputs, 0);
  const apart = ({ kernels }: Layer) => graph.initializers.get(kernels)?.external?.location === WEIGHTS_PATH;
  if (numbers <= MOST_TRANSFORMED && layers.every(apart)) return { layers, beforehand: true };
  return { layers: fasterLayers(graph, largest, false), beforehand: false };
}

/** Those that are estimated to be faster, and to fit into the memory that the network takes anyway. */
function fasterLayers(graph: Graph, largest: number, beforehand: boolean): readonly Layer[] {
  const strides = estimateStrides(graph);
  const placesOf = estimatePlaces(graph);
  const room = MOST_MEMORY * 2 * largest;
  return [...fittingLayers(graph)].filter((layer) => {
    const tiles = placesOf(layer.input) / (TILE * TILE);
    const small = (strides.get(layer.input) ?? 0) >= LEAST_STRIDE;
    return (
      small && estimateGain(layer, tiles, beforehand) >= LEAST_GAIN && estimateMemory(layer, tiles) <= room
    );
  });
}

/**
 * Products that are spared, less what the transforms take.
 * @param tiles of 16 results of all channels
 * @param beforehand the kernels are transformed already
 */
function estimateGain({ inputs, outputs }: Layer, tiles: number, beforehand: boolean): number {
  const direct = TILE * TILE * 9 * inputs * outputs;
  const transforms = PLACES * (1.4 * TAKEN * TAKEN * inputs + 2 * TILE * TILE * outputs);
  const ofKernels = beforehand ? 0 : 2 * PLACES * 9 * inputs * outputs;
  return tiles * (direct - PLACES * inputs * outputs - transforms) - ofKernels;
}

/** Numbers that are in memory at once: the transform by channel and by place, or the latter with kernels and products. */
function estimateMemory({ inputs, outputs }: Layer, tiles: number): number {
  const taken = PLACES * inputs * tiles;
  return taken + Math.max(taken, PLACES * (inputs * outputs + outputs * tiles));
}

function* fittingLayers(graph: Graph): Generator<Layer> {
  const uses = countUses(graph.nodes);
  /** Nothing else knows it, so that its shape may be another. */
  const isItsOwn = (name: string) =>
    uses.get(name) === 1 && graph.initializers.has(name) && !graph.outputs.has(name);
  for (const node of graph.nodes) {
    const [input = '', kernels = '', bias] = node.inputs;
    const [output = ''] = node.outputs;
    const weights = graph.initializers.get(kernels);
    const [outputs = 0, inputs = 0, ...sides] = weights?.shape ?? [];
    const fits =
      node.operator === 'Conv' && weights?.type === FLOAT && sides.join() === '3,3' && keepsSize(node);
    if (!fits || !isItsOwn(kernels) || (bias !== undefined && !isItsOwn(bias))) continue;
    yield { node, input, output, inputs, outputs, kernels, bias };
  }
}
