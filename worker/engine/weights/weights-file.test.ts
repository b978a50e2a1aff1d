import { expect, test } from 'vitest';
import { WeightsFile } from './weights-file';
import { finishWeights } from './finish-weights';

/** The number of float16 bits, by the definition of IEEE 754. */
function valueOf(half: number): number {
  const sign = half >= 0x8000 ? -1 : 1;
  const exponent = (half >> 10) & 31;
  const fraction = half & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

test('every half is widened to the same number', () => {
  const halves = Uint16Array.from({ length: 65_536 }, (_, half) => half);
  const singles = new Float32Array(halves.length);
  finishWeights(new Uint8Array(halves.buffer), { widen: true, scale: undefined }, singles);
  expect(singles.findIndex((single, half) => !Object.is(single, valueOf(half)))).toBe(-1);
});

const parts = [
  { offset: 0, length: 8, start: 3, end: 7, widen: true, scale: undefined },
  { offset: 8, length: 4, start: 7, end: 11, widen: false, scale: undefined },
];
// 1 and -2 in half precision, at an odd place.
const bytes = Uint8Array.of(9, 9, 9, 0x00, 0x3c, 0x00, 0xc0, 1, 2, 3, 4);

test('looks like a file of all parts, and makes one when it is asked for', () => {
  const reads: number[] = [];
  const file = new WeightsFile(parts, (start, end) => {
    reads.push(start);
    return bytes.subarray(start, end);
  });
  expect(file).toBeInstanceOf(Uint8Array);
  expect(file.byteLength).toBe(12);
  expect(reads).toEqual([]);
  expect([...file.subarray(8, 12)]).toEqual([1, 2, 3, 4]);
  expect([...new Float32Array(file.subarray(0, 8).slice().buffer)]).toEqual([1, -2]);
  expect(reads).toEqual([7, 3]);
});

test('knows whole parts only', () => {
  const file = new WeightsFile(parts, (start, end) => bytes.subarray(start, end));
  expect(() => file.subarray(0, 4)).toThrow(RangeError);
  expect(() => file.subarray(4, 8)).toThrow(RangeError);
});
