import { encodeField } from '../engine/onnx/encode-field';
import { encodeModel } from '../engine/onnx/encode-model';
import { encodeNode, type OnnxNode } from '../engine/onnx/nodes';
import { onnxFields } from '../engine/onnx/onnx-fields';
import { FLOAT, GRAPH, MODEL } from '../engine/onnx/onnx-schema';
import { encodeValue } from '../engine/onnx/values';
import { readGraph } from '../engine/graph/read-graph';

/** A model from `picture` to `y`, of float32 of any shape. @param tensors its weights, as `encodeTensor` makes them */
export function madeNetwork(
  nodes: readonly OnnxNode[],
  tensors: readonly Uint8Array[],
): Uint8Array<ArrayBuffer> {
  const value = (name: string) => encodeValue({ name, type: FLOAT, shape: undefined });
  return encodeModel([
    ...nodes.map(encodeNode),
    ...tensors.map((tensor) => encodeField(GRAPH.initializer, tensor)),
    encodeField(GRAPH.input, value('picture')),
    encodeField(GRAPH.output, value('y')),
  ]);
}

/** How many nodes of an operator a model has. */
export function countNodes(model: Uint8Array, operator: string): number {
  const field = [...onnxFields(model)].find(({ number }) => number === MODEL.graph);
  const nodes = field ? readGraph(model, field).nodes : [];
  return nodes.filter((node) => node.operator === operator).length;
}

/** How far apart two values at the same place are at the most; NaN where the lengths differ. */
export function furthest(a: Float32Array, b: Float32Array): number {
  if (a.length !== b.length) return NaN;
  return a.reduce((most, value, i) => Math.max(most, Math.abs(value - (b[i] ?? NaN))), 0);
}
