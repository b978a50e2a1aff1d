import { expect, test } from 'vitest';
import { encodeField, joinBytes } from '../onnx/encode-field';
import { splitWeights } from './split-weights';
import { WeightsFile } from './weights-file';

const FLOAT = 1;
const DOUBLE = 11;

function tensor(
  name: string,
  shape: readonly number[],
  data: Float32Array<ArrayBuffer>,
  type = FLOAT,
): Uint8Array {
  const dimensions = shape.map((size) => encodeField(1, size));
  const fields = [encodeField(2, type), encodeField(8, name), encodeField(9, new Uint8Array(data.buffer))];
  return encodeField(5, joinBytes([...dimensions, ...fields]));
}

function product(first: string, second: string, output: string): Uint8Array {
  const inputs = [encodeField(1, first), encodeField(1, second)];
  return encodeField(1, joinBytes([...inputs, encodeField(2, output), encodeField(4, 'Mul')]));
}

const named = (field: number, name: string) => encodeField(field, encodeField(1, name));
const model = (...fields: readonly Uint8Array[]) => encodeField(7, joinBytes(fields));

/** Three rows, long enough to be worked on in several blocks, and the ends of blocks within a row. */
const SHAPE = [3, 4097, 1, 5];
const ROW = 4097 * 5;
const WEIGHTS = Float32Array.from({ length: 3 * ROW }, (_, i) => Math.fround(Math.sin(i)));
const FACTORS = Float32Array.of(0.1, -3, 7e-9);
const weights = tensor('weights', SHAPE, WEIGHTS);
const factors = tensor('factors', [3, 1, 1, 1], FACTORS);

const textOf = (bytes: Uint8Array | undefined) => new TextDecoder().decode(bytes);

test.each([
  ['before', [factors, weights, product('weights', 'factors', 'scaled')]],
  ['after', [product('factors', 'weights', 'scaled'), weights, factors]],
])('weights whose factors stand %s them are handed out scaled', (_, fields) => {
  const bytes = model(...fields);
  const split = splitWeights(bytes);
  expect(split?.parts).toHaveLength(1);
  expect(textOf(split?.graph)).toContain('scaled');
  expect(textOf(split?.graph)).not.toMatch(/Mul|factors/);
  const file = new WeightsFile(split?.parts ?? [], (start, end) => bytes.slice(start, end));
  const made = new Float32Array(file.subarray(0, WEIGHTS.byteLength).slice().buffer);
  const expected = WEIGHTS.map((weight, i) => weight * (FACTORS[Math.floor(i / ROW)] ?? 0));
  expect(made).toEqual(expected);
});

test('small weights are scaled where they are', () => {
  const small = [tensor('few', [2, 1], Float32Array.of(2, 3)), tensor('two', [2, 1], Float32Array.of(5, 7))];
  const split = splitWeights(model(weights, ...small, product('few', 'two', 'scaled')));
  expect(textOf(split?.graph)).not.toMatch(/Mul|few|two/);
  const scaled = tensor('scaled', [2, 1], Float32Array.of(10, 21));
  expect(Buffer.from(split?.graph ?? []).includes(Buffer.from(scaled))).toBe(true);
});

test.each([
  ['another node takes the factors', [factors, named(1, 'factors')]],
  ['another node takes the weights', [factors, named(1, 'weights')]],
  ['the product is an output', [factors, named(12, 'scaled')]],
  ['the factors can be given as an input', [factors, named(11, 'factors')]],
  ['the factors are calculated', []],
  ['there is one factor for all', [tensor('factors', [1, 1, 1, 1], Float32Array.of(2))]],
  ['there is one for each column', [tensor('factors', [1, 1, 1, 5], new Float32Array(5))]],
  ['they are as many, along another axis', [tensor('factors', [1, 3, 1, 1], FACTORS)]],
  ['they are of another type', [tensor('factors', [3, 1, 1, 1], FACTORS, DOUBLE)]],
  ['they are fewer than they say', [tensor('factors', [3, 1, 1, 1], FACTORS.slice(0, 2))]],
])('a product is left to onnxruntime where %s', (_, fields) => {
  const split = splitWeights(model(weights, ...fields, product('weights', 'factors', 'scaled')));
  expect(split?.parts).toMatchObject([{ length: WEIGHTS.byteLength, scale: undefined }]);
  expect(textOf(split?.graph)).toContain('Mul');
});

test('a second product is left to onnxruntime', () => {
  const others = [tensor('others', [3, 1, 1, 1], FACTORS), product('scaled', 'others', 'scaled again')];
  const split = splitWeights(model(weights, factors, product('weights', 'factors', 'scaled'), ...others));
  expect(split?.parts).toMatchObject([{ scale: FACTORS }]);
  expect(textOf(split?.graph)).toMatch(/Mul/);
  expect(textOf(split?.graph)).toMatch(/others/);
});
