import type { ModuleNode } from '../network/module-node';
import type { Value } from '../onnx/graph';
import { halve } from './block-layers';
import type { LowerLayer, Lowering } from './lowering';

/** Attention over the pixels of a feature map (YOLOv10, Wang et al. 2024; YOLO11), by class. */
export const ATTENTION_LAYERS: ReadonlyMap<string, LowerLayer> = new Map<string, LowerLayer>([
  ['Attention', attention],
  ['PSABlock', (lowering, module, input) => attendAndFeed(lowering, module, module.flag('add'), input)],
  [
    'PSA',
    (lowering, module, input) =>
      partial(lowering, module, (half) => attendAndFeed(lowering, module, true, half), input),
  ],
  [
    'C2PSA',
    (lowering, module, input) =>
      partial(lowering, module, (half) => lowering.layer(module.child('m'), half), input),
  ],
]);

/** One half of the channels attends, the other passes by. */
function partial(
  lowering: Lowering,
  module: ModuleNode,
  attend: (half: Value) => Value,
  input: Value,
): Value {
  const [beside, through] = halve(lowering, module, input);
  const joined = lowering.graph.node(module.path, 'Concat', [beside, attend(through)], { axis: 1 });
  return lowering.layer(module.child('cv2'), joined);
}

function attendAndFeed(lowering: Lowering, module: ModuleNode, add: boolean, input: Value): Value {
  let value = input;
  for (const name of ['attn', 'ffn']) {
    const output = lowering.layer(module.child(name), value);
    value = add ? lowering.graph.node(module.path, 'Add', [value, output]) : output;
  }
  return value;
}

/**
 * Softmax(q^T k * scale) over pixels, for each head; the values' own depthwise convolution stands for a positional
 * encoding. q, k and v lie behind one another in each head's channels.
 */
function attention(lowering: Lowering, module: ModuleNode, input: Value): Value {
  const { graph } = lowering;
  const { path } = module;
  const [heads, key, head] = [module.count('num_heads'), module.count('key_dim'), module.count('head_dim')];
  if (heads === 0 || key === 0 || head === 0) module.refuse('num_heads');
  const all = lowering.layer(module.child('qkv'), input);
  // [batch, heads, channels, pixels]
  const byHead = graph.node(path, 'Reshape', [all, graph.integers([0, heads, 2 * key + head, -1])]);
  const [q, k, v] = graph.split(path, byHead, 2, [key, key, head]) as [Value, Value, Value];
  const queries = graph.node(path, 'Transpose', [q], { perm: [0, 1, 3, 2] });
  const products = graph.node(path, 'MatMul', [queries, k]);
  const scaled = graph.node(path, 'Mul', [
    products,
    graph.toCompute(path, graph.float(module.number('scale'))),
  ]);
  const shares = graph.node(path, 'Softmax', [scaled], { axis: 3 });
  const turned = graph.node(path, 'Transpose', [shares], { perm: [0, 1, 3, 2] });
  const attended = graph.node(path, 'MatMul', [v, turned]);
  const shape = mapShape(lowering, module, input, heads * head);
  const positions = lowering.layer(module.child('pe'), graph.node(path, 'Reshape', [v, shape]));
  const sum = graph.node(path, 'Add', [graph.node(path, 'Reshape', [attended, shape]), positions]);
  return lowering.layer(module.child('proj'), sum);
}

/** `[batch, channels, height, width]` with the height and width of `input`. */
function mapShape({ graph }: Lowering, { path }: ModuleNode, input: Value, channels: number): Value {
  const shape = graph.node(path, 'Shape', [input]);
  const size = graph.node(path, 'Slice', [shape, graph.integers([2]), graph.integers([4])]);
  return graph.node(path, 'Concat', [graph.integers([0, channels]), size], { axis: 0 });
}
