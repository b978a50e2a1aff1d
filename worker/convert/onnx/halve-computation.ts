import { COMPUTE, ONNX_FLOAT, ONNX_FLOAT16 } from './graph';

/** Fields of ONNX's messages, and what they hold. */
const GRAPH = 7;
const NODE = 1;
const NODE_NAME = 3;
const NODE_ATTRIBUTE = 5;
const ATTRIBUTE_INT = 3;

interface Field {
  readonly number: number;
  /** Where the value begins and ends. */
  readonly start: number;
  readonly end: number;
}

/**
 * A copy of a model made by `convertCheckpoint` whose layers compute in float16 and whose decoding stays float32;
 * inputs, outputs and weights are the same. For GPUs with fast float16: the result must be checked, as float16 ends
 * at 65,504. Undefined if `onnx` is no such model.
 */
export function halveComputation(onnx: Uint8Array): Uint8Array<ArrayBuffer> | undefined {
  const copy = onnx.slice();
  let changed = 0;
  for (const graph of fields(copy, 0, copy.length)) {
    if (graph.number !== GRAPH) continue;
    for (const node of fields(copy, graph.start, graph.end)) {
      if (node.number === NODE && isComputeCast(copy, node)) changed += changeType(copy, node);
    }
  }
  return changed > 0 ? copy : undefined;
}

function isComputeCast(bytes: Uint8Array, node: Field): boolean {
  for (const { number, start, end } of fields(bytes, node.start, node.end)) {
    if (number === NODE_NAME)
      return String.fromCharCode(...bytes.subarray(start, end)).includes(`.${COMPUTE}/Cast`);
  }
  return false;
}

/** The node has one attribute, `to`, of one byte, so nothing changes its place. */
function changeType(bytes: Uint8Array, node: Field): number {
  let changed = 0;
  for (const attribute of fields(bytes, node.start, node.end)) {
    if (attribute.number !== NODE_ATTRIBUTE) continue;
    for (const { number, start } of fields(bytes, attribute.start, attribute.end)) {
      if (number !== ATTRIBUTE_INT || bytes[start] !== ONNX_FLOAT) continue;
      bytes[start] = ONNX_FLOAT16;
      changed++;
    }
  }
  return changed;
}

/** The fields of the message from `start` to `end`; stops where it is none. */
function* fields(bytes: Uint8Array, start: number, end: number): Generator<Field> {
  let at = start;
  const varint = (): number => {
    let value = 0;
    for (let scale = 1; at < end; scale *= 128) {
      const byte = bytes[at++] ?? 0;
      value += (byte & 127) * scale;
      if (byte < 128) break;
    }
    return value;
  };
  while (at < end) {
    const tag = varint();
    const wire = tag % 8;
    const length = wire === 2 ? varint() : wire === 5 ? 4 : wire === 1 ? 8 : 0;
    const valueStart = at;
    if (wire === 0) varint();
    else if (wire === 2 || wire === 5 || wire === 1) at += length;
    else return;
    if (at > end) return;
    yield { number: Math.floor(tag / 8), start: valueStart, end: at };
  }
}
