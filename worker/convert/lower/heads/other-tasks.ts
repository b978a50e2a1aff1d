import type { ModuleNode } from '../../network/module-node';
import type { Value } from '../../onnx/graph';
import { toDoubles } from '../../onnx/tensor-data';
import type { Lowering } from '../lowering';
import { itemsOf, countOf } from '../../network/read-value';
import { predictBoxes, predictEach, type BoxPredictions } from './box-head';
import { centredBoxes } from './detect';
import type { HeadOutput } from './head';

function joinRows(
  lowering: Lowering,
  module: ModuleNode,
  predictions: BoxPredictions,
  [boxes, extra]: readonly [Value, Value],
  extraRows: number,
): HeadOutput {
  const value = lowering.graph.node(module.path, 'Concat', [boxes, predictions.scores, extra], { axis: 1 });
  return { value, shape: ['batch', 4 + predictions.classes + extraRows, 'anchors'] };
}

/** As detection, with coefficients of mask prototypes behind the scores; the prototypes are a second output. */
export function segment(
  lowering: Lowering,
  module: ModuleNode,
  maps: readonly Value[],
): readonly HeadOutput[] {
  const [finest] = maps;
  if (finest === undefined) return module.refuse('f');
  const masks = module.count('nm');
  const predictions = predictBoxes(lowering, module, maps);
  const coefficients = predictEach(lowering, module.child('cv4'), maps, masks);
  const boxes = centredBoxes(lowering, module, predictions);
  const prototypes = lowering.graph.toFloat(module.path, lowering.layer(module.child('proto'), finest));
  return [
    joinRows(lowering, module, predictions, [boxes, coefficients], masks),
    {
      value: prototypes,
      shape: ['batch', masks, 'mask_height', 'mask_width'],
    },
  ];
}

/** As detection, with x, y in pixels of the input and, where trained, visibility of each key point behind the scores. */
export function pose(lowering: Lowering, module: ModuleNode, maps: readonly Value[]): readonly HeadOutput[] {
  const [points = 0, values = 0] = (itemsOf(module.attributes.get('kpt_shape')) ?? []).map((size) =>
    countOf(size),
  );
  if (points === 0 || (values !== 2 && values !== 3)) module.refuse('kpt_shape');
  const predictions = predictBoxes(lowering, module, maps);
  const raw = predictEach(lowering, module.child('cv4'), maps, points * values);
  const decoded = decodePoints(lowering, module, predictions, raw, [points, values]);
  const boxes = centredBoxes(lowering, module, predictions);
  return [joinRows(lowering, module, predictions, [boxes, decoded], points * values)];
}

function decodePoints(
  { graph }: Lowering,
  { path }: ModuleNode,
  { anchors }: BoxPredictions,
  raw: Value,
  [points, values]: readonly [number, number],
): Value {
  const split = graph.node(path, 'Reshape', [raw, graph.integers([0, points, values, -1])]);
  const parts = graph.split(path, split, 2, values === 3 ? [2, 1] : [2]);
  const [places, visibility] = parts as [Value, Value?];
  // Twice the prediction, in cells, from the corner of the cell.
  const doubled = graph.node(path, 'Mul', [places, graph.float(2)]);
  const corners = graph.node(path, 'Sub', [anchors.centres, graph.float(0.5)]);
  const pixels = graph.node(path, 'Mul', [graph.node(path, 'Add', [doubled, corners]), anchors.strides]);
  const rows = visibility ? [pixels, graph.node(path, 'Sigmoid', [visibility])] : [pixels];
  const joined = graph.node(path, 'Concat', rows, { axis: 2 });
  return graph.node(path, 'Reshape', [joined, graph.integers([0, points * values, -1])]);
}

/** As detection, with boxes turned about their centre by the angle (radians) behind the scores. */
export function obb(lowering: Lowering, module: ModuleNode, maps: readonly Value[]): readonly HeadOutput[] {
  const { graph } = lowering;
  const { path } = module;
  if (module.count('ne') !== 1) module.refuse('ne');
  const predictions = predictBoxes(lowering, module, maps);
  const { leftTop, rightBottom, anchors } = predictions;
  const share = graph.node(path, 'Sigmoid', [predictEach(lowering, module.child('cv4'), maps, 1)]);
  // From -pi/4 to 3 pi/4.
  const turn = graph.node(path, 'Sub', [share, graph.float(0.25)]);
  const angle = graph.node(path, 'Mul', [turn, graph.float(Math.PI)]);
  const shift = graph.node(path, 'Sub', [rightBottom, leftTop]);
  const half = graph.node(path, 'Mul', [shift, graph.float(0.5)]);
  const centre = graph.node(path, 'Add', [anchors.centres, rotate(lowering, path, half, angle)]);
  const size = graph.node(path, 'Add', [leftTop, rightBottom]);
  const cells = graph.node(path, 'Concat', [centre, size], { axis: 1 });
  const boxes = graph.node(path, 'Mul', [cells, anchors.strides]);
  return [joinRows(lowering, module, predictions, [boxes, angle], 1)];
}

/** `[batch, 2, N]` vectors turned by `[batch, 1, N]` angles. */
function rotate({ graph }: Lowering, path: string, vectors: Value, angle: Value): Value {
  const [x, y] = graph.split(path, vectors, 1, [1, 1]) as [Value, Value];
  const [cos, sin] = [graph.node(path, 'Cos', [angle]), graph.node(path, 'Sin', [angle])];
  const times = (a: Value, b: Value) => graph.node(path, 'Mul', [a, b]);
  const turnedX = graph.node(path, 'Sub', [times(x, cos), times(y, sin)]);
  const turnedY = graph.node(path, 'Add', [times(x, sin), times(y, cos)]);
  return graph.node(path, 'Concat', [turnedX, turnedY], { axis: 1 });
}

/** A probability per class: `[batch, classes]`. */
export function classify(
  lowering: Lowering,
  module: ModuleNode,
  [map]: readonly Value[],
): readonly HeadOutput[] {
  const { graph } = lowering;
  const { path } = module;
  const [pool, linear] = [module.child('pool'), module.child('linear')];
  if (map === undefined || String(pool.pair('output_size')) !== '1,1') return pool.refuse('output_size');
  const weight = linear.tensor('weight', 2);
  const bias = linear.tensor('bias', 1);
  const features = graph.node(path, 'GlobalAveragePool', [
    graph.toFloat(path, lowering.layer(module.child('conv'), map)),
  ]);
  const flat = lowering.layer(module.child('drop'), graph.node(path, 'Flatten', [features]));
  const offsets = graph.computed(`${linear.path}.bias`, bias.shape, [bias], (storage) =>
    toDoubles(bias, storage),
  );
  const inputs = [flat, graph.weights(linear.path, weight), offsets];
  const logits = graph.node(linear.path, 'Gemm', inputs, { transB: 1 });
  return [{ value: graph.node(path, 'Softmax', [logits], { axis: 1 }), shape: ['batch', bias.length] }];
}
