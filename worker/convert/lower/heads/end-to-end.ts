import type { ModuleNode } from '../../network/module-node';
import { ONNX_FLOAT, type Graph, type Value } from '../../onnx/graph';
import type { Lowering } from '../lowering';
import type { BoxPredictions } from './box-head';
import type { HeadOutput } from './head';

/** Detections that an end-to-end head gives for a picture (YOLOv10), or as many as there are cells. */
const DETECTIONS = 300;

/**
 * The best pairs of box and class: `[batch, 300, 6]` of x1, y1, x2, y2 in pixels of the input, score and class id,
 * by falling score. First the best boxes by their best class, then the best pairs among those.
 */
export function selectBest(
  lowering: Lowering,
  module: ModuleNode,
  predictions: BoxPredictions,
): readonly HeadOutput[] {
  const { graph } = lowering;
  const { path } = module;
  const { classes } = predictions;
  const boxes = graph.node(path, 'Transpose', [cornerBoxes(lowering, module, predictions)], {
    perm: [0, 2, 1],
  });
  const scores = graph.node(path, 'Transpose', [predictions.scores], { perm: [0, 2, 1] });
  const count = detectionCount(graph, path, scores);

  const best = graph.node(path, 'ReduceMax', [scores], { axes: [2], keepdims: 0 });
  const [, rows] = topK(graph, path, best, count);
  const bestBoxes = gatherRows(graph, path, boxes, rows, 4);
  const bestScores = gatherRows(graph, path, scores, rows, classes);

  const pairs = graph.node(path, 'Reshape', [bestScores, graph.integers([0, -1])]);
  const [score, pair] = topK(graph, path, pairs, count);
  const row = graph.node(path, 'Div', [pair, graph.integer(classes)]);
  const classId = graph.node(path, 'Mod', [pair, graph.integer(classes)]);
  const columns = [
    gatherRows(graph, path, bestBoxes, row, 4),
    asColumn(graph, path, score),
    asColumn(graph, path, graph.node(path, 'Cast', [classId], { to: ONNX_FLOAT })),
  ];
  return [{ value: graph.node(path, 'Concat', columns, { axis: 2 }), shape: ['batch', 'detections', 6] }];
}

function cornerBoxes({ graph }: Lowering, { path }: ModuleNode, predictions: BoxPredictions): Value {
  const { leftTop, rightBottom, anchors } = predictions;
  const first = graph.node(path, 'Sub', [anchors.centres, leftTop]);
  const second = graph.node(path, 'Add', [anchors.centres, rightBottom]);
  const boxes = graph.node(path, 'Concat', [first, second], { axis: 1 });
  return graph.node(path, 'Mul', [boxes, anchors.strides]);
}

function detectionCount(graph: Graph, path: string, scores: Value): Value {
  const shape = graph.node(path, 'Shape', [scores]);
  const cells = graph.node(path, 'Slice', [shape, graph.integers([1]), graph.integers([2])]);
  return graph.node(path, 'Min', [cells, graph.integers([DETECTIONS])]);
}

/** The greatest values along axis 1 of `[batch, N]`, and their places. */
function topK(graph: Graph, path: string, values: Value, count: Value): readonly [Value, Value] {
  return graph.nodeOf(path, 'TopK', [values, count], { axis: 1 }, 2) as [Value, Value];
}

/** Rows of `[batch, N, width]` by `rows`, `[batch, K]`. */
function gatherRows(graph: Graph, path: string, values: Value, rows: Value, width: number): Value {
  const index = graph.node(path, 'Tile', [asColumn(graph, path, rows), graph.integers([1, 1, width])]);
  return graph.node(path, 'GatherElements', [values, index], { axis: 1 });
}

/** `[batch, K]` as `[batch, K, 1]`. */
function asColumn(graph: Graph, path: string, values: Value): Value {
  return graph.node(path, 'Unsqueeze', [values, graph.integers([2])]);
}
