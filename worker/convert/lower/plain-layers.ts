import type { ModuleNode } from '../network/module-node';
import type { Value } from '../onnx/graph';
import { toDoubles, type StorageBytes } from '../onnx/tensor-data';
import { emitConv, plainConv } from './fold-conv';
import type { LowerLayer, Lowering } from './lowering';

/** Layers of PyTorch, by class. */
export const PLAIN_LAYERS: ReadonlyMap<string, LowerLayer> = new Map<string, LowerLayer>([
  ['Sequential', sequential],
  ['Identity', (_, __, input) => input],
  // Nothing is dropped outside of training.
  ['Dropout', (_, __, input) => input],
  [
    'SiLU',
    ({ graph }, { path }, input) => graph.node(path, 'Mul', [input, graph.node(path, 'Sigmoid', [input])]),
  ],
  ['ReLU', ({ graph }, { path }, input) => graph.node(path, 'Relu', [input])],
  ['LeakyReLU', leakyRelu],
  ['Conv2d', ({ graph }, module, input) => emitConv(graph, module.path, input, plainConv(graph, module))],
  ['ConvTranspose2d', convTranspose],
  ['MaxPool2d', (lowering, module, input) => maxPool(lowering, module, input)],
  ['Upsample', upsample],
]);

function sequential(lowering: Lowering, module: ModuleNode, input: Value): Value {
  return lowering.chain(module, [...module.children.keys()], input);
}

function leakyRelu({ graph }: Lowering, module: ModuleNode, input: Value): Value {
  return graph.node(module.path, 'LeakyRelu', [input], { alpha: { float: module.number('negative_slope') } });
}

function maxPool({ graph }: Lowering, module: ModuleNode, input: Value): Value {
  if (module.flag('ceil_mode') || module.flag('return_indices')) module.refuse('ceil_mode');
  if (String(module.pair('dilation')) !== '1,1') module.refuse('dilation');
  const [top, left] = module.pair('padding');
  return graph.node(module.path, 'MaxPool', [input], {
    kernel_shape: module.pair('kernel_size'),
    pads: [top, left, top, left],
    strides: module.pair('stride'),
  });
}

/** Enlarging by a whole factor with the nearest pixel. */
function upsample({ graph }: Lowering, module: ModuleNode, input: Value): Value {
  const [height, width] = module.pair('scale_factor');
  if (module.attributes.get('mode') !== 'nearest' || !height || !width) module.refuse('mode');
  // The second input, a region of interest, is left out; an empty name says so.
  return graph.node(module.path, 'Resize', [input, '' as Value, graph.floats([1, 1, height, width])], {
    coordinate_transformation_mode: 'asymmetric',
    mode: 'nearest',
    nearest_mode: 'floor',
  });
}

function convTranspose({ graph }: Lowering, module: ModuleNode, input: Value): Value {
  const weight = module.tensor('weight', 4);
  const bias = module.tensors.get('bias');
  const [top, left] = module.pair('padding');
  const inputs = [input, graph.toCompute(module.path, graph.weights(module.path, weight))];
  if (bias) {
    const compute = (storage: StorageBytes) => toDoubles(bias, storage);
    const offsets = graph.computed(`${module.path}.bias`, bias.shape, [bias], compute);
    inputs.push(graph.toCompute(module.path, offsets));
  }
  return graph.node(module.path, 'ConvTranspose', inputs, {
    dilations: module.pair('dilation'),
    group: module.count('groups'),
    kernel_shape: weight.shape.slice(2),
    output_padding: module.pair('output_padding'),
    pads: [top, left, top, left],
    strides: module.pair('stride'),
  });
}
