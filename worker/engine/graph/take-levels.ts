import { makeConstant, makeNode, type OnnxNode } from '../onnx/nodes';
import { FLOAT, UINT8 } from '../onnx/onnx-schema';
import type { Graph } from './read-graph';

/**
 * The graph of a network that takes one picture as float32 of 0 to 1, changed to take its levels of 0 to 255 as bytes: the
 * quotients are made in it, bit by bit the same. A quarter of the memory is written, sent and copied on the way there, and
 * onnxruntime, which keeps the input of a run until its end, lets go of the quotients after the first layer.
 */
export function takeLevels(graph: Graph): Graph {
  const pictures = graph.inputs.filter(({ name }) => !graph.initializers.has(name));
  const [picture] = pictures;
  if (!picture || pictures.length > 1 || picture.type !== FLOAT) return graph;
  const { name, shape } = picture;
  if (graph.outputs.has(name)) return graph;
  const unit = `${name}/unit`;
  const nodes = graph.nodes.map((node) => {
    if (!node.inputs.includes(name)) return node;
    return { ...node, field: undefined, inputs: node.inputs.map((input) => (input === name ? unit : input)) };
  });
  return {
    ...graph,
    inputs: graph.inputs.map((input) => (input === picture ? { name, type: UINT8, shape } : input)),
    nodes: [...quotients(name, unit), ...nodes],
  };
}

/** A cast would do for the first of them, with forty times the code. */
function quotients(levels: string, unit: string): readonly OnnxNode[] {
  const name = (part: string) => `${levels}/${part}`;
  return [
    makeConstant(name('one'), FLOAT, [], Float32Array.of(1).buffer),
    makeConstant(name('most'), FLOAT, [], Float32Array.of(255).buffer),
    makeNode('DequantizeLinear', [levels, name('one')], name('levels')),
    makeNode('Div', [name('levels'), name('most')], unit),
  ];
}
