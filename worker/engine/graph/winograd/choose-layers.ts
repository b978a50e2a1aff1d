import type { OnnxNode } from '../../onnx/nodes';
import { FLOAT } from '../../onnx/onnx-schema';
import { countUses } from '../count-uses';
import type { Graph } from '../read-graph';
import { estimateStrides } from './estimate-strides';
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

/** Products that a layer has to spare, of a picture of `SIDE` pixels, for its nodes to be worth opening. */
const LEAST_GAIN = 8e6;
const SIDE = 640;

/** Those that are estimated to be faster. */
export function chooseLayers(graph: Graph): readonly Layer[] {
  const strides = estimateStrides(graph);
  return [...fittingLayers(graph)].filter((layer) => {
    const tiles = (SIDE / TILE / (strides.get(layer.input) ?? SIDE)) ** 2;
    return estimateGain(layer, tiles) >= LEAST_GAIN;
  });
}

/** Products that are spared, less what the transforms take. @param tiles of 16 results of all channels */
function estimateGain({ inputs, outputs }: Layer, tiles: number): number {
  const direct = TILE * TILE * 9 * inputs * outputs;
  const transforms = PLACES * (1.4 * TAKEN * TAKEN * inputs + 2 * TILE * TILE * outputs);
  const ofKernels = 2 * PLACES * 9 * inputs * outputs;
  return tiles * (direct - PLACES * inputs * outputs - transforms) - ofKernels;
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
