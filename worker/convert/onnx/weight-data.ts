import type { TensorReference } from '../pickle/values';
import { contiguousBytes, toDoubles, type StorageBytes } from './tensor-data';
import type { TensorContent } from './graph';

/**
 * The weights as they go into the file: in half precision where that is exact, as in every checkpoint that Ultralytics
 * writes, else in single precision.
 */
export function weightContent(tensor: TensorReference, storage: StorageBytes): TensorContent {
  if (tensor.storage.type === 'Half') return { type: 'float16', bytes: contiguousBytes(tensor, storage) };
  const floats = toFloats(tensor, storage);
  const halves = toExactHalves(floats);
  return halves ? { type: 'float16', bytes: bytesOf(halves) } : { type: 'float32', bytes: bytesOf(floats) };
}

function toFloats(tensor: TensorReference, storage: StorageBytes): Float32Array<ArrayBuffer> {
  if (tensor.storage.type !== 'Float') return Float32Array.from(toDoubles(tensor, storage));
  // Copied, because floats in the archive need not lie at multiples of four.
  return new Float32Array(contiguousBytes(tensor, storage).slice().buffer);
}

/** The bytes of a typed array, little-endian as every platform that runs WebAssembly is. */
export function bytesOf(array: {
  buffer: ArrayBuffer;
  byteOffset: number;
  byteLength: number;
}): Uint8Array<ArrayBuffer> {
  return new Uint8Array(array.buffer, array.byteOffset, array.byteLength);
}

/** `floats` as binary16, or undefined unless every one of them is exactly representable so. */
export function toExactHalves(floats: Float32Array<ArrayBuffer>): Uint16Array<ArrayBuffer> | undefined {
  const bits = new Uint32Array(floats.buffer, floats.byteOffset, floats.length);
  const halves = new Uint16Array(floats.length);
  for (const [index, single] of bits.entries()) {
    const half = toExactHalf(single);
    if (half === undefined) return undefined;
    halves[index] = half;
  }
  return halves;
}

function toExactHalf(single: number): number | undefined {
  const sign = (single >>> 16) & 0x8000;
  const exponent = (single >>> 23) & 255;
  const fraction = single & 0x7fffff;
  if (exponent === 0 && fraction === 0) return sign;
  // Exponents 2^-14 to 2^15 are normal halves: ten bits of fraction remain of 23.
  if (exponent >= 113 && exponent <= 142) {
    return fraction & 0x1fff ? undefined : sign | ((exponent - 112) << 10) | (fraction >>> 13);
  }
  // 2^-24 to 2^-15 are subnormal halves: the leading one becomes explicit and the fraction shorter.
  if (exponent >= 103 && exponent < 113) {
    const shift = 126 - exponent;
    const full = fraction | 0x800000;
    return full & ((1 << shift) - 1) ? undefined : sign | (full >>> shift);
  }
  return undefined;
}
