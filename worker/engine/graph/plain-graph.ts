import { encodeField, joinBytes } from '../onnx/encode-field';
import { encodeNode } from '../onnx/nodes';
import { onnxFields } from '../onnx/onnx-fields';
import { GRAPH, MODEL } from '../onnx/onnx-schema';
import { encodeValue } from '../onnx/values';
import { countWithoutCast } from './count-without-cast';
import { dropIdleNodes } from './drop-idle-nodes';
import { fuseSwish, MICROSOFT } from './fuse-swish';
import { isPlain } from './is-plain';
import { readGraph } from './read-graph';
import { takeLevels } from './take-levels';
import { useWinograd } from './winograd/use-winograd';
import type { SplitModel } from '../weights/split-weights';

/**
 * A model that runs as fast without onnxruntime's optimizations of its graph as the given one does with them; undefined
 * where it takes them. Without them a model is opened in two thirds of the time, and V8 has half as much of the runtime
 * to optimize. Its convolutions take fewer products where there is room for the weights of that (`useWinograd`); all
 * else is computed bit by bit the same.
 */
export function plainGraph({ graph: bytes, parts }: SplitModel): SplitModel | undefined {
  const field = [...onnxFields(bytes)].find(({ number }) => number === MODEL.graph);
  const graph = field && readGraph(bytes, field);
  if (!graph || !isPlain(graph)) return undefined;
  const plain = takeLevels(fuseSwish(countWithoutCast(dropIdleNodes(graph))));
  const fast = useWinograd(plain, parts);
  const { nodes, inputs, others, made } = fast.graph;
  const changed = [
    ...nodes.map((node) => (node.field ? raw(bytes, node.field) : encodeNode(node))),
    ...inputs.map((input) =>
      input.field ? raw(bytes, input.field) : encodeField(GRAPH.input, encodeValue(input)),
    ),
    ...others.map((other) => raw(bytes, other)),
    ...made,
  ];
  const model = joinBytes([
    bytes.subarray(0, field.tag),
    encodeField(MODEL.graph, joinBytes(changed)),
    bytes.subarray(field.end),
    // `OperatorSetIdProto`: `domain` is field 1, `version` 2.
    encodeField(MODEL.operators, joinBytes([encodeField(1, MICROSOFT), encodeField(2, 1)])),
  ]);
  return { graph: model, parts: fast.parts };
}

function raw(bytes: Uint8Array, { tag, end }: { tag: number; end: number }): Uint8Array {
  return bytes.subarray(tag, end);
}
