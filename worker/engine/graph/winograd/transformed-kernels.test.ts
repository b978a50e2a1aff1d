import { expect, test } from 'vitest';
import { furthest } from '../../../testing/made-networks';
import { WeightsFile } from '../../weights/weights-file';
import { LENGTHENED, TransformedKernels } from './transformed-kernels';
import { KERNEL_TRANSFORM, PLACES } from './transforms';

/** The counts end within four kernels, within a block, and with one. */
const COUNTS = [3, 1024, 2051];
/** So that kernels begin at an odd place. */
const BEFORE = 7;

const kernels = COUNTS.map((count) => Float32Array.from({ length: 9 * count }, (_, i) => Math.sin(i * i)));
const stored = new Uint8Array(BEFORE + kernels.reduce((sum, { byteLength }) => sum + byteLength, 0));
const parts = kernels.map((values, i) => {
  const offset = kernels.slice(0, i).reduce((sum, { byteLength }) => sum + byteLength, 0);
  const { byteLength: length } = values;
  stored.set(new Uint8Array(values.buffer), BEFORE + offset);
  const [start, end] = [BEFORE + offset, BEFORE + offset + length];
  return { offset, length, start, end, widen: false, scale: undefined };
});
const file = () =>
  new TransformedKernels(new WeightsFile(parts, (start, end) => stored.subarray(start, end)));

test('kernels are transformed place by place', () => {
  const transformed = file();
  expect(transformed).toBeInstanceOf(Uint8Array);
  expect(transformed.byteLength).toBe(4 * (stored.length - BEFORE));
  // Shorter ones after longer ones, too.
  for (const i of [0, 2, 1]) {
    const { offset = 0, length = 0 } = parts[i] ?? {};
    const made = transformed.subarray(LENGTHENED * offset, LENGTHENED * (offset + length));
    expect(furthest(new Float32Array(made.slice().buffer), transform(kernels[i]))).toBeLessThan(1e-6);
  }
});

test('knows whole tensors only', () => {
  expect(() => file().subarray(0, 144)).toThrow(RangeError);
});

/** By the definition, in double precision. */
function transform(values = new Float32Array()): Float32Array {
  const count = values.length / 9;
  return Float32Array.from({ length: PLACES * count }, (_, i) => {
    const [place, kernel] = [Math.floor(i / count), i % count];
    let sum = 0;
    for (let k = 0; k < 9; k++) sum += (KERNEL_TRANSFORM[9 * place + k] ?? 0) * (values[9 * kernel + k] ?? 0);
    return sum;
  });
}
