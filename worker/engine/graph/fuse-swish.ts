import { floatAttribute } from '../onnx/attributes';
import { makeNode, type OnnxNode } from '../onnx/nodes';
import { countUses } from './count-uses';
import type { Graph } from './read-graph';

/** The domain of onnxruntime's own operators. */
export const MICROSOFT = 'com.microsoft';

/**
 * Swish, `x · sigmoid(x)`, as one node: onnxruntime's `QuickGelu`, `x · sigmoid(alpha · x)`, with alpha 1. It makes the
 * same of it when it optimizes a graph (`QuickGeluFusion`).
 */
export function fuseSwish(graph: Graph): Graph {
  const uses = countUses(graph.nodes);
  const sigmoids = new Map<string, OnnxNode>();
  for (const node of graph.nodes) {
    const [output = ''] = node.outputs;
    if (node.operator === 'Sigmoid' && uses.get(output) === 1 && !graph.outputs.has(output)) {
      sigmoids.set(output, node);
    }
  }
  const fused = new Set<OnnxNode>();
  const nodes = graph.nodes.map((node) => {
    const [first = '', second = ''] = node.inputs;
    const sigmoid = sigmoids.get(first) ?? sigmoids.get(second);
    const [value] = sigmoid?.inputs ?? [];
    if (node.operator !== 'Mul' || !sigmoid || (value !== first && value !== second)) return node;
    fused.add(sigmoid);
    const gelu = makeNode('QuickGelu', [value], node.outputs[0] ?? '', [floatAttribute('alpha', 1)]);
    return { ...gelu, domain: MICROSOFT };
  });
  return { ...graph, nodes: nodes.filter((node) => !fused.has(node)) };
}
