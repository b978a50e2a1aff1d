import type { ModuleNode } from '../../network/module-node';
import type { Value } from '../../onnx/graph';
import type { Lowering } from '../lowering';
import { predictBoxes, type BoxPredictions } from './box-head';
import { selectBest } from './end-to-end';
import type { HeadOutput } from './head';

/**
 * Boxes as centre x, centre y, width, height in pixels of the input, then a score per class:
 * `[batch, 4 + classes, N]`; or, for a head trained to need no suppression, `[batch, 300, 6]`.
 */
export function detect(
  lowering: Lowering,
  module: ModuleNode,
  maps: readonly Value[],
): readonly HeadOutput[] {
  if (module.children.has('one2one_cv2')) {
    return selectBest(lowering, module, predictBoxes(lowering, module, maps, ['one2one_cv2', 'one2one_cv3']));
  }
  const predictions = predictBoxes(lowering, module, maps);
  const value = lowering.graph.node(
    module.path,
    'Concat',
    [centredBoxes(lowering, module, predictions), predictions.scores],
    { axis: 1 },
  );
  return [{ value, shape: ['batch', 4 + predictions.classes, 'anchors'] }];
}

/** `[batch, 4, N]`: centre x, centre y, width, height in pixels of the input. */
export function centredBoxes({ graph }: Lowering, { path }: ModuleNode, predictions: BoxPredictions): Value {
  const { leftTop, rightBottom, anchors } = predictions;
  const shift = graph.node(path, 'Sub', [rightBottom, leftTop]);
  const half = graph.node(path, 'Mul', [shift, graph.float(0.5)]);
  const centre = graph.node(path, 'Add', [anchors.centres, half]);
  const size = graph.node(path, 'Add', [leftTop, rightBottom]);
  const boxes = graph.node(path, 'Concat', [centre, size], { axis: 1 });
  return graph.node(path, 'Mul', [boxes, anchors.strides]);
}
