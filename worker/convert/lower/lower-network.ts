import { AppError } from '../../../src/shared/errors';
import { LIMITS } from '../limits';
import type { ModuleNode } from '../network/module-node';
import { itemsOf } from '../network/read-value';
import { Graph, type Value } from '../onnx/graph';
import type { GraphPort } from '../onnx/encode-model';
import type { TensorReference } from '../pickle/values';
import { ATTENTION_LAYERS } from './attention-layers';
import { BLOCK_LAYERS } from './block-layers';
import { CONV_LAYERS } from './conv-layers';
import { strideTensor } from './heads/anchors';
import { detect } from './heads/detect';
import type { HeadOutput, LowerHead } from './heads/head';
import { classify, obb, pose, segment } from './heads/other-tasks';
import { Lowering } from './lowering';
import { PLAIN_LAYERS } from './plain-layers';

const LAYERS = new Map([...PLAIN_LAYERS, ...CONV_LAYERS, ...BLOCK_LAYERS, ...ATTENTION_LAYERS]);

const HEADS: ReadonlyMap<string, LowerHead> = new Map([
  ['Classify', classify],
  ['Detect', detect],
  ['OBB', obb],
  ['Pose', pose],
  ['Segment', segment],
  ['v10Detect', detect],
]);

/** The names an Ultralytics export gives its input and outputs. */
const INPUT = 'images' as Value;

export interface LoweredNetwork {
  readonly graph: Graph;
  readonly inputs: readonly GraphPort[];
  readonly outputs: readonly GraphPort[];
  /** Pixels of the input per cell of each feature map; undefined for classification, which has none. */
  readonly strides: TensorReference | undefined;
  readonly endToEnd: boolean;
  readonly classes: number;
  /** The head, whose attributes say how it was trained. */
  readonly head: ModuleNode;
}

/**
 * Turns the tree of layers into a graph: `root.model` is the sequence of layers, of which each names in `f` the layers
 * that it takes its input from. No weights are needed yet.
 */
export function lowerNetwork(root: ModuleNode): LoweredNetwork {
  const graph = new Graph();
  const lowering = new Lowering(graph, LAYERS);
  const layers = [...root.child('model').children.values()];
  const head = layers.pop() ?? root.refuse('model');
  const input = graph.toCompute(INPUT, INPUT);
  const outputs: Value[] = [];
  for (const layer of layers) {
    const inputs = inputsOf(layer, outputs, input);
    outputs.push(
      layer.type === 'Concat' ? concat(graph, layer, inputs) : lowering.layer(layer, only(layer, inputs)),
    );
  }
  const lowerHead = HEADS.get(head.type);
  if (!lowerHead) throw new AppError('checkpoint-unknown-module', { module: head.type, path: head.path });
  const maps = inputsOf(head, outputs, input);
  const results = lowerHead(lowering, head, maps);
  return {
    graph,
    inputs: [{ name: INPUT, shape: ['batch', inputChannels(root), 'height', 'width'] }],
    outputs: results.map((result, index) => nameOutput(graph, result, index)),
    strides: head.type === 'Classify' ? undefined : strideTensor(head, maps.length),
    endToEnd: head.children.has('one2one_cv2'),
    classes: head.type === 'Classify' ? head.child('linear').tensor('bias', 1).length : head.count('nc'),
    head,
  };
}

/** The outputs that `layer` works on: -1 is the layer before it, other numbers count from the first layer. */
function inputsOf(layer: ModuleNode, outputs: readonly Value[], input: Value): readonly Value[] {
  const from = layer.attributes.get('f');
  const places = itemsOf(from) ?? [from];
  if (places.length === 0 || places.length > LIMITS.layerInputs) layer.refuse('f');
  return places.map((place) => {
    if (place === -1) return outputs.at(-1) ?? input;
    return (typeof place === 'number' ? outputs.at(place) : undefined) ?? layer.refuse('f');
  });
}

function only(layer: ModuleNode, inputs: readonly Value[]): Value {
  const [input, second] = inputs;
  return input !== undefined && second === undefined ? input : layer.refuse('f');
}

function concat(graph: Graph, layer: ModuleNode, inputs: readonly Value[]): Value {
  return graph.node(layer.path, 'Concat', inputs, { axis: layer.count('d') });
}

function nameOutput(graph: Graph, { value, shape }: HeadOutput, index: number): GraphPort {
  const name = `output${index}`;
  graph.rename(value, name);
  return { name, shape };
}

/** Colour channels of the input, from the first convolution. */
function inputChannels(root: ModuleNode): number {
  const [first] = root.child('model').children.values();
  return first?.child('conv').tensor('weight', 4).shape[1] ?? root.refuse('model');
}
