import { encodeField } from '../../onnx/encode-field';
import type { OnnxNode } from '../../onnx/nodes';
import { FLOAT, TENSOR } from '../../onnx/onnx-schema';
import { WEIGHTS_PATH, type WeightPart } from '../../weights/split-weights';
import { encodeInPlace, encodeReference } from '../../weights/weight-tensor';
import type { Graph } from '../read-graph';
import { chooseLayers } from './choose-layers';
import { sameSize } from './same-size';
import { TRANSFORMED } from './transform-kernels';
import { EVEN_PLACE, PLACES } from './transforms';
import { WinogradLayers } from './winograd-layers';

/**
 * Convolutions of 3 x 3 in steps of 1 by Winograd's minimal filtering F(4 x 4, 3 x 3), where that is estimated to be faster
 * and there is room for the weights: 36 products for 16 results instead of 144. The results differ in the sixth digit.
 */
export function useWinograd(
  graph: Graph,
  parts: readonly WeightPart[],
): { readonly graph: Graph; readonly parts: readonly WeightPart[] } {
  const chosen = new Map(chooseLayers(graph, parts).map((layer) => [layer.node, layer]));
  if (chosen.size === 0) return { graph, parts };
  const layers = new WinogradLayers(sameSize(graph.nodes));
  const transformed: WeightPart[] = [];
  const made: Uint8Array[] = [];
  let offset = parts.reduce((most, part) => Math.max(most, part.offset + part.length), 0);

  function nodesOf(node: OnnxNode): readonly OnnxNode[] {
    const layer = chosen.get(node);
    if (!layer) return [node];
    const { inputs, outputs, kernels, bias } = layer;
    const { name } = kernels;
    const biases = bias ? `${layer.output}/biases` : undefined;
    const length = TRANSFORMED * kernels.length;
    transformed.push({ ...kernels, offset, length, transformed: true });
    made.push(encodeReference(header(name, [PLACES * outputs, inputs, 1, 1]), WEIGHTS_PATH, offset, length));
    if (bias && biases !== undefined)
      made.push(encodeInPlace(header(biases, [PLACES * outputs]), spreadBias(bias)));
    offset += length;
    return layers.nodesOf(layer, name, biases);
  }

  const nodes = graph.nodes.flatMap(nodesOf);
  const names = new Set(transformed.map(({ name }) => name));
  const fields = new Set([...names].map((name) => graph.initializers.get(name)?.field));
  return {
    graph: {
      ...graph,
      nodes: [...layers.constants(), ...nodes],
      others: graph.others.filter((field) => !fields.has(field)),
      made: [...graph.made, ...made],
    },
    parts: [...parts.filter(({ name }) => !names.has(name)), ...transformed],
  };
}

function header(name: string, shape: readonly number[]) {
  return { name, type: FLOAT, dimensions: shape.map((side) => encodeField(TENSOR.dimensions, side)) };
}

/** A bias for each place of each channel: of all places only one has any, by which all results become larger by its own. */
function spreadBias(bias: Uint8Array): Uint8Array {
  const spread = new Uint8Array(PLACES * bias.length);
  spread.set(bias, EVEN_PLACE * bias.length);
  return spread;
}
