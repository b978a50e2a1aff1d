import type { ModuleNode } from '../network/module-node';
import type { Value } from '../onnx/graph';
import type { LowerLayer, Lowering } from './lowering';

/** Blocks that split, transform and join feature maps, by class. */
export const BLOCK_LAYERS: ReadonlyMap<string, LowerLayer> = new Map<string, LowerLayer>([
  ['Bottleneck', (lowering, module, input) => residual(lowering, module, ['cv1', 'cv2'], input)],
  ['RepBottleneck', (lowering, module, input) => residual(lowering, module, ['cv1', 'cv2'], input)],
  ['CIB', (lowering, module, input) => residual(lowering, module, ['cv1'], input)],
  ['C3', csp],
  ['C3k', csp],
  ['RepCSP', csp],
  ['C2f', splitAndCollect],
  ['C3k2', splitAndCollect],
  ['C2fCIB', splitAndCollect],
  ['ELAN1', elan],
  ['RepNCSPELAN4', elan],
  ['SPPF', pyramidOfOne],
  ['SPPELAN', pyramidOfThree],
  ['Proto', (lowering, module, input) => lowering.chain(module, ['cv1', 'upsample', 'cv2', 'cv3'], input)],
]);

/** The layers called `names`, with the input added where the checkpoint says so. */
function residual(lowering: Lowering, module: ModuleNode, names: readonly string[], input: Value): Value {
  const output = lowering.chain(module, names, input);
  return module.flag('add') ? lowering.graph.node(module.path, 'Add', [input, output]) : output;
}

function concat({ graph }: Lowering, { path }: ModuleNode, values: readonly Value[]): Value {
  return graph.node(path, 'Concat', values, { axis: 1 });
}

/** Cross stage partial (Wang et al. 2019): one branch through `m`, one beside it. */
function csp(lowering: Lowering, module: ModuleNode, input: Value): Value {
  const through = lowering.chain(module, ['cv1', 'm'], input);
  const beside = lowering.layer(module.child('cv2'), input);
  return lowering.layer(module.child('cv3'), concat(lowering, module, [through, beside]));
}

/** Splits the output of `cv1` into two halves of the channels. */
export function halve(lowering: Lowering, module: ModuleNode, input: Value): readonly [Value, Value] {
  const channels = module.child('cv1').child('conv').tensor('weight', 4).shape[0] ?? 0;
  const output = lowering.layer(module.child('cv1'), input);
  const half = channels / 2;
  if (!Number.isInteger(half) || half === 0) module.refuse('cv1');
  return lowering.graph.split(module.path, output, 1, [half, half]) as [Value, Value];
}

/** Every layer of `m` works on the output of the one before; all outputs are joined. */
function splitAndCollect(lowering: Lowering, module: ModuleNode, input: Value): Value {
  return collect(lowering, module, [...module.child('m').children.values()], 'cv2', input);
}

/** YOLOv9's aggregation: as above, with two layers in between. */
function elan(lowering: Lowering, module: ModuleNode, input: Value): Value {
  return collect(lowering, module, [module.child('cv2'), module.child('cv3')], 'cv4', input);
}

function collect(
  lowering: Lowering,
  module: ModuleNode,
  layers: readonly ModuleNode[],
  last: string,
  input: Value,
): Value {
  const [first, second] = halve(lowering, module, input);
  const outputs = [first, second];
  let value = second;
  for (const layer of layers) {
    value = lowering.layer(layer, value);
    outputs.push(value);
  }
  return lowering.layer(module.child(last), concat(lowering, module, outputs));
}

/** Spatial pyramid of one pooling applied again and again, in place of several sizes of it. */
function pyramidOfOne(lowering: Lowering, module: ModuleNode, input: Value): Value {
  // Later versions say how often, and can add the input: that was never seen, so it is not guessed.
  if (module.attributes.get('add') === true) module.refuse('add');
  const times = module.attributes.has('n') ? module.count('n') : 3;
  const pools = Array.from({ length: Math.min(times, 16) }, () => module.child('m'));
  return pyramid(lowering, module, pools, 'cv2', input);
}

function pyramidOfThree(lowering: Lowering, module: ModuleNode, input: Value): Value {
  return pyramid(
    lowering,
    module,
    ['cv2', 'cv3', 'cv4'].map((name) => module.child(name)),
    'cv5',
    input,
  );
}

function pyramid(
  lowering: Lowering,
  module: ModuleNode,
  pools: readonly ModuleNode[],
  last: string,
  input: Value,
): Value {
  let value = lowering.layer(module.child('cv1'), input);
  const outputs = [value];
  for (const pool of pools) {
    value = lowering.layer(pool, value);
    outputs.push(value);
  }
  return lowering.layer(module.child(last), concat(lowering, module, outputs));
}
