import { encodeField, joinBytes } from './encode-field';
import { FLOAT, GRAPH, MODEL } from './onnx-schema';
import { encodeValue } from './values';

/**
 * A `ModelProto` of IR version 8 and opset 17.
 * @param graph the fields of its graph
 */
export function encodeModel(graph: readonly Uint8Array[]): Uint8Array<ArrayBuffer> {
  const named = [...graph, encodeField(2, 'made')];
  const operators = encodeField(2, 17);
  return joinBytes([
    encodeField(1, 8),
    encodeField(MODEL.graph, joinBytes(named)),
    encodeField(MODEL.operators, operators),
  ]);
}

/** Input and output of a graph, of float32 and one shape. */
export function encodeValues(
  [input, output]: readonly [string, string],
  shape: readonly number[],
): readonly Uint8Array[] {
  const sides = joinBytes(shape.map((side) => encodeField(1, encodeField(1, side))));
  const value = (name: string) => encodeValue({ name, type: FLOAT, shape: sides });
  return [encodeField(GRAPH.input, value(input)), encodeField(GRAPH.output, value(output))];
}
