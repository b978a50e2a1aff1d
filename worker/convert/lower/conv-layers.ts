import type { ModuleNode } from '../network/module-node';
import type { Value } from '../onnx/graph';
import { emitConv, foldConv, plainConv } from './fold-conv';
import type { LowerLayer, Lowering } from './lowering';
import { addIdentityBranch, mergeConvs } from './merge-convs';

/** Convolutions of the YOLO family and their ways to halve a feature map, by class. */
export const CONV_LAYERS: ReadonlyMap<string, LowerLayer> = new Map<string, LowerLayer>([
  ['Conv', conv],
  ['DWConv', conv],
  ['RepConv', repConv],
  ['RepVGGDW', (lowering, module, input) => merged(lowering, module, ['conv', 'conv1'], input)],
  // YOLOv10: first the channels, then the pixels.
  ['SCDown', (lowering, module, input) => lowering.chain(module, ['cv1', 'cv2'], input)],
  [
    'AConv',
    (lowering, module, input) => lowering.layer(module.child('cv1'), averagePairs(lowering, module, input)),
  ],
  ['ADown', aDown],
]);

/** Convolution, normalisation, activation. */
function conv(lowering: Lowering, module: ModuleNode, input: Value): Value {
  const { graph } = lowering;
  const output = emitConv(graph, module.path, input, foldConv(graph, module));
  return lowering.layer(module.child('act'), output);
}

/** YOLOv7 and v9: 3x3 and 1x1 convolutions, and sometimes the input itself, added. */
function repConv(lowering: Lowering, module: ModuleNode, input: Value): Value {
  return merged(lowering, module, ['conv1', 'conv2'], input);
}

function merged(lowering: Lowering, module: ModuleNode, branches: readonly string[], input: Value): Value {
  const { graph } = lowering;
  const identity = module.children.get('bn');
  let folded;
  if (module.children.get('conv')?.type === 'Conv2d') {
    // Merged already, before the checkpoint was saved.
    folded = plainConv(graph, module.child('conv'));
  } else {
    folded = mergeConvs(graph, module, branches);
    if (identity) folded = addIdentityBranch(graph, identity, folded);
  }
  return lowering.layer(module.child('act'), emitConv(graph, module.path, input, folded));
}

/** Averages each 2x2 pixels, one step apart: as the YOLOv9 paper's networks do before halving. */
function averagePairs({ graph }: Lowering, { path }: ModuleNode, input: Value): Value {
  return graph.node(path, 'AveragePool', [input], {
    count_include_pad: 1,
    kernel_shape: [2, 2],
    strides: [1, 1],
  });
}

/** YOLOv9: half of the channels are convolved, half are pooled first. */
function aDown(lowering: Lowering, module: ModuleNode, input: Value): Value {
  const { graph } = lowering;
  const first = module.child('cv1').child('conv').tensor('weight', 4).shape[1] ?? 0;
  const second = module.child('cv2').child('conv').tensor('weight', 4).shape[1] ?? 0;
  const averaged = averagePairs(lowering, module, input);
  const [left, right] = graph.split(module.path, averaged, 1, [first, second]) as [Value, Value];
  const pooled = graph.node(module.path, 'MaxPool', [right], {
    kernel_shape: [3, 3],
    pads: [1, 1, 1, 1],
    strides: [2, 2],
  });
  const halves = [lowering.layer(module.child('cv1'), left), lowering.layer(module.child('cv2'), pooled)];
  return graph.node(module.path, 'Concat', halves, { axis: 1 });
}
