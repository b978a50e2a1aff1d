import { integerAttribute, tensorAttribute } from '../onnx/attributes';
import { makeConstant, makeNode, type OnnxNode } from '../onnx/nodes';
import { FLOAT, INT64 } from '../onnx/onnx-schema';
import { countUses } from './count-uses';
import type { Graph } from './read-graph';

/**
 * Numbers from 0, counted as float32 up to a size that is cast to one, as the anchors of a network of any size are in
 * Ultralytics's exports: made as cumulative sums of ones instead, which are the same numbers.
 *
 * The cast is a function of 490 kB in onnxruntime. V8 takes 20 to 70 ms to compile it in a visit's first run and, since it
 * is that large, optimizes it after a dozen calls: half a second of a core and 106 MB.
 */
export function countWithoutCast(graph: Graph): Graph {
  const uses = countUses(graph.nodes);
  const makers = new Map(graph.nodes.flatMap((node) => node.outputs.map((output) => [output, node])));
  const numberOf = (name: string) => {
    const maker = makers.get(name);
    return maker?.operator === 'Constant' ? maker.attributes[0]?.single : undefined;
  };
  const spared = new Set<OnnxNode>();
  const nodes = graph.nodes.flatMap((node) => {
    const [start = '', limit = '', step = ''] = node.inputs;
    const cast = makers.get(limit);
    const [size] = cast?.inputs ?? [];
    const counts = node.operator === 'Range' && numberOf(start) === 0 && numberOf(step) === 1;
    const alone = uses.get(limit) === 1 && !graph.outputs.has(limit);
    if (!counts || !alone || cast?.operator !== 'Cast' || size === undefined) return [node];
    spared.add(cast);
    return countTo(size, node.outputs[0] ?? '');
  });
  const kept = nodes.filter((node) => !spared.has(node));
  const used = countUses(kept);
  const isNeeded = ({ operator, outputs }: OnnxNode) =>
    operator !== 'Constant' || outputs.some((output) => used.has(output) || graph.outputs.has(output));
  return { ...graph, nodes: kept.filter(isNeeded) };
}

function countTo(size: string, output: string): readonly OnnxNode[] {
  const name = (part: string) => `${output}/${part}`;
  return [
    makeConstant(name('one'), INT64, [1], BigInt64Array.of(1n).buffer),
    makeConstant(name('axis'), INT64, [], BigInt64Array.of(0n).buffer),
    makeNode('Reshape', [size, name('one')], name('shape')),
    makeNode('ConstantOfShape', [name('shape')], name('ones'), [
      tensorAttribute('value', FLOAT, [1], Float32Array.of(1).buffer),
    ]),
    makeNode('CumSum', [name('ones'), name('axis')], output, [integerAttribute('exclusive', 1)]),
  ];
}
