import { GRAPH, MODEL, tensorInfo } from './onnx-files';
import { message, number, text } from './protobuf';
import type { StaticServer } from './static-server';

/** Input side in pixels. */
const SIDE = 64;
/** The picture is looked at in squares of this side. */
const CELL = 8;
const CELLS = (SIDE / CELL) ** 2;

/**
 * A whole detector of one class, `blue`, tiny enough for WebGPU in software: every square of 8 x 8 pixels proposes a box
 * whose centre follows its red and green, whose size its blue, and whose confidence is how much bluer it is than red.
 * Input `[1, 3, 64, 64]`, output `[1, 5, 64]`.
 */
export function colourModel(): Buffer {
  // Rows: centre x, centre y, width, height, confidence; columns: red, green, blue.
  const weights = [SIDE, 0, 0, 0, SIDE, 0, 0, 0, SIDE, 0, SIDE / 2, SIDE / 2, -1, 0, 1];
  const graph = [
    node('AveragePool', ['images'], 'cells', [
      ints('kernel_shape', [CELL, CELL]),
      ints('strides', [CELL, CELL]),
    ]),
    node('Conv', ['cells', 'weights', 'bias'], 'rows', [ints('kernel_shape', [1, 1])]),
    node('Relu', ['rows'], 'positive', []),
    node('Reshape', ['positive', 'shape'], 'output0', []),
    text(GRAPH.name, 'colours'),
    initializer('weights', 1, [5, 3, 1, 1], Buffer.from(Float32Array.from(weights).buffer)),
    initializer('bias', 1, [5], Buffer.from(Float32Array.of(0, 0, 4, 4, 0).buffer)),
    initializer('shape', 7, [3], Buffer.from(BigInt64Array.of(1n, 5n, BigInt(CELLS)).buffer)),
    message(GRAPH.input, tensorInfo('images', [1, 3, SIDE, SIDE])),
    message(GRAPH.output, tensorInfo('output0', [1, 5, CELLS])),
  ];
  return Buffer.concat([
    number(MODEL.irVersion, 8),
    message(MODEL.graph, graph),
    message(MODEL.opset, [number(2, 13)]),
    message(MODEL.metadata, [text(1, 'names'), text(2, "{0: 'blue'}")]),
    message(MODEL.metadata, [text(1, 'task'), text(2, 'detect')]),
  ]);
}

/** Has it be the first model of the site, which takes a moment on the slowest engine. */
export function offerColourModel(site: StaticServer): void {
  site.put('models/colours.onnx', { body: colourModel() });
  const entry = { id: 'colours', label: 'Colours', address: './models/colours.onnx' };
  site.put('models.json', { body: JSON.stringify({ models: [entry] }) });
}

function node(
  type: string,
  inputs: readonly string[],
  output: string,
  attributes: readonly Buffer[],
): Buffer {
  return message(GRAPH.node, [
    ...inputs.map((name) => text(1, name)),
    text(2, output),
    text(4, type),
    ...attributes,
  ]);
}

/** AttributeProto of kind INTS. */
function ints(name: string, values: readonly number[]): Buffer {
  return message(5, [text(1, name), ...values.map((value) => number(8, value)), number(20, 7)]);
}

/** TensorProto; `type` 1 is float32, 7 is int64. */
function initializer(name: string, type: number, shape: readonly number[], data: Buffer): Buffer {
  return message(GRAPH.initializer, [
    ...shape.map((side) => number(1, side)),
    number(2, type),
    text(8, name),
    message(9, [data]),
  ]);
}
