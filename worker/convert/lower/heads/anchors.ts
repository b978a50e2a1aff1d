import type { ModuleNode } from '../../network/module-node';
import type { Graph, Value } from '../../onnx/graph';
import { toDoubles } from '../../onnx/tensor-data';
import { TensorReference } from '../../pickle/values';

/** Where each prediction stands. */
export interface Anchors {
  /** `[1, 2, N]`: x and y of the centres of the feature maps' cells, in cells. */
  readonly centres: Value;
  /** `[1, 1, N]`: pixels of the input per cell. */
  readonly strides: Value;
}

/** The number of pixels per cell of each feature map, as the head remembers them. */
export function strideTensor(module: ModuleNode, levels: number): TensorReference {
  const tensor = module.attributes.get('stride');
  return tensor instanceof TensorReference && tensor.length === levels ? tensor : module.refuse('stride');
}

/** The cells of all `maps`, row by row, map after map; from the sizes the maps have at run time. */
export function makeAnchors(graph: Graph, module: ModuleNode, maps: readonly Value[]): Anchors {
  const tensor = strideTensor(module, maps.length);
  const { path } = module;
  const levels = maps.map((map, level) => {
    const centres = makeCentres(graph, path, map);
    const stride = graph.computed(`${path}.stride.${level}`, [1, 1, 1], [tensor], (storage) =>
      toDoubles(tensor, storage).slice(level, level + 1),
    );
    return { centres, strides: graph.node(path, 'Expand', [stride, countOf(graph, path, centres)]) };
  });
  const join = (values: readonly Value[]) => graph.node(path, 'Concat', values, { axis: 2 });
  return {
    centres: join(levels.map(({ centres }) => centres)),
    strides: join(levels.map(({ strides }) => strides)),
  };
}

/** `[1, 1, N]` as a shape, for the N of `[1, 2, N]`. */
function countOf(graph: Graph, path: string, centres: Value): Value {
  const shape = graph.node(path, 'Shape', [centres]);
  const count = graph.node(path, 'Slice', [shape, graph.integers([2]), graph.integers([3])]);
  return graph.node(path, 'Concat', [graph.integers([1, 1]), count], { axis: 0 });
}

function makeCentres(graph: Graph, path: string, map: Value): Value {
  const shape = graph.node(path, 'Shape', [map]);
  const size = graph.node(path, 'Slice', [shape, graph.integers([2]), graph.integers([4])]);
  const [rows, columns] = [2, 3].map((axis) => makeCoordinates(graph, path, shape, axis)) as [Value, Value];
  const upright = graph.node(path, 'Unsqueeze', [rows, graph.integers([1])]);
  const planes = [columns, upright].map((values) => {
    const plane = graph.node(path, 'Expand', [values, size]);
    return graph.node(path, 'Reshape', [plane, graph.integers([1, 1, -1])]);
  });
  return graph.node(path, 'Concat', planes, { axis: 1 });
}

/**
 * 0.5, 1.5, ... for each cell along `axis`: a running sum of ones. Not `Range` and `Cast`, as the cast of a browser's
 * onnxruntime is one huge function, which V8 optimizes after a few calls, and takes 100 MB and seconds to do so.
 */
function makeCoordinates(graph: Graph, path: string, shape: Value, axis: number): Value {
  const length = graph.node(path, 'Slice', [shape, graph.integers([axis]), graph.integers([axis + 1])]);
  const ones = graph.node(path, 'Expand', [graph.floats([1]), length]);
  return graph.node(path, 'Sub', [graph.node(path, 'CumSum', [ones, graph.integer(0)]), graph.float(0.5)]);
}
