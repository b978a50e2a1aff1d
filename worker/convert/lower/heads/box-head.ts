import type { ModuleNode } from '../../network/module-node';
import type { Value } from '../../onnx/graph';
import { convAttributes, plainConv } from '../fold-conv';
import type { Lowering } from '../lowering';
import { makeAnchors, type Anchors } from './anchors';

/** What the heads of all tasks with boxes have in common, before boxes are put together. */
export interface BoxPredictions {
  /** `[batch, 2, N]`: distances in cells from the centre to the left and top. */
  readonly leftTop: Value;
  /** `[batch, 2, N]`: distances in cells from the centre to the right and bottom. */
  readonly rightBottom: Value;
  /** `[batch, classes, N]`, 0 to 1. */
  readonly scores: Value;
  readonly anchors: Anchors;
  readonly classes: number;
}

/**
 * The branches of the head: `cv2` predicts the distances to a box's sides as distributions (Li et al. 2020,
 * Generalized Focal Loss), `cv3` the scores.
 */
export function predictBoxes(
  lowering: Lowering,
  module: ModuleNode,
  maps: readonly Value[],
  [boxes, scores]: readonly [boxes: string, scores: string] = ['cv2', 'cv3'],
): BoxPredictions {
  const { graph } = lowering;
  const { path } = module;
  const classes = module.count('nc');
  const logits = predictEach(lowering, module.child(boxes), maps, 4 * module.count('reg_max'));
  const distances = expectDistances(lowering, module, logits);
  const [leftTop, rightBottom] = graph.split(path, distances, 1, [2, 2]) as [Value, Value];
  return {
    leftTop,
    rightBottom,
    scores: graph.node(path, 'Sigmoid', [predictEach(lowering, module.child(scores), maps, classes)]),
    anchors: makeAnchors(graph, module, maps),
    classes,
  };
}

/** Runs the branch for each map; float32 `[batch, channels, N]` for the cells of all maps. */
export function predictEach(
  lowering: Lowering,
  branches: ModuleNode,
  maps: readonly Value[],
  channels: number,
): Value {
  const { graph } = lowering;
  const { path } = branches;
  const layers = [...branches.children.values()];
  if (layers.length !== maps.length || channels === 0) branches.refuse('children');
  const parts = maps.map((map, level) => {
    const layer = layers[level] ?? branches.refuse('children');
    return graph.node(path, 'Reshape', [lowering.layer(layer, map), graph.integers([0, channels, -1])]);
  });
  return graph.toFloat(path, graph.node(path, 'Concat', parts, { axis: 2 }));
}

/** The expected value of each distribution, by the weights of `dfl`; `[batch, 4, N]`. */
function expectDistances(lowering: Lowering, module: ModuleNode, logits: Value): Value {
  const { graph } = lowering;
  const dfl = module.child('dfl');
  if (dfl.type === 'Identity') return logits;
  if (dfl.type !== 'DFL') dfl.refuse('type');
  const bins = module.count('reg_max');
  const sides = graph.node(dfl.path, 'Reshape', [logits, graph.integers([0, 4, bins, -1])]);
  const turned = graph.node(dfl.path, 'Transpose', [sides], { perm: [0, 2, 1, 3] });
  const shares = graph.node(dfl.path, 'Softmax', [turned], { axis: 1 });
  // Distances are up to thousands of pixels: from here on it is float32, whatever the layers compute in.
  const mean = plainConv(graph, dfl.child('conv'));
  const means = graph.node(dfl.path, 'Conv', [shares, mean.weights], convAttributes(mean));
  return graph.node(dfl.path, 'Reshape', [means, graph.integers([0, 4, -1])]);
}
