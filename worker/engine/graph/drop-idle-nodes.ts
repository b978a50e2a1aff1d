import type { OnnxNode } from '../onnx/nodes';
import { FLOAT } from '../onnx/onnx-schema';
import type { Graph } from './read-graph';

/** Operators whose result is float32 where their first input is. */
const FLOAT_TO_FLOAT = new Set(
  (
    'Add Concat Conv ConvTranspose Div Exp Expand Identity Max MaxPool Min Mul Relu Reshape Resize Sigmoid Slice Softmax ' +
    'Split Squeeze Sub Transpose Unsqueeze'
  ).split(' '),
);

/** The graph without the nodes that hand on what they are given: `Identity`, and casts of float32 to itself. */
export function dropIdleNodes(graph: Graph): Graph {
  const renamed = new Map<string, string>();
  const idle = new Set(idleNodes(graph));
  const computed = new Set(graph.nodes.flatMap(({ outputs }) => outputs));
  const nameOf = (name: string): string => {
    const other = renamed.get(name);
    return other === undefined ? name : nameOf(other);
  };
  const kept = graph.nodes.filter((node) => {
    if (!idle.has(node)) return true;
    const from = nameOf(node.inputs[0] ?? '');
    const to = node.outputs[0] ?? '';
    if (!graph.outputs.has(to)) renamed.set(to, from);
    // An output keeps its name: what makes it is called so then.
    else if (computed.has(from) && !graph.outputs.has(from)) renamed.set(from, to);
    else return true;
    return false;
  });
  const isRenamed = (name: string) => renamed.has(name);
  const nodes = kept.map((node) => {
    const { inputs, outputs } = node;
    if (!inputs.some(isRenamed) && !outputs.some(isRenamed)) return node;
    return { ...node, field: undefined, inputs: inputs.map(nameOf), outputs: outputs.map(nameOf) };
  });
  return { ...graph, nodes };
}

function* idleNodes({ nodes, initializers, inputs }: Graph): Generator<OnnxNode> {
  const floats = new Set(inputs.filter(({ type }) => type === FLOAT).map(({ name }) => name));
  for (const [name, { type }] of initializers) if (type === FLOAT) floats.add(name);
  for (const node of nodes) {
    const [input = ''] = node.inputs;
    const to = node.attributes.find(({ name }) => name === 'to')?.integer;
    const toFloat = node.operator === 'Cast' && to === FLOAT;
    if (node.operator === 'Identity' || (toFloat && floats.has(input))) yield node;
    if (toFloat || (floats.has(input) && FLOAT_TO_FLOAT.has(node.operator))) {
      for (const output of node.outputs) floats.add(output);
    }
  }
}
