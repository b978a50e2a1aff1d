import { unsupported } from '../fail';
import { ELEMENT_BYTES, type TensorReference } from '../pickle/values';

/** Gives the bytes of a storage, once they have been read. */
export type StorageBytes = (key: string) => Uint8Array<ArrayBuffer>;

/** The elements of `tensor`, little-endian and in row-major order; a view where the storage is so already. */
export function contiguousBytes(tensor: TensorReference, storage: StorageBytes): Uint8Array<ArrayBuffer> {
  const width = ELEMENT_BYTES[tensor.storage.type];
  const bytes = storage(tensor.storage.key);
  if (isContiguous(tensor))
    return bytes.subarray(width * tensor.offset, width * (tensor.offset + tensor.length));
  const out = new Uint8Array(width * tensor.length);
  const index = tensor.shape.map(() => 0);
  let from = tensor.offset;
  for (let element = 0; element < tensor.length; element++) {
    for (let byte = 0; byte < width; byte++) out[width * element + byte] = bytes[width * from + byte] ?? 0;
    from += advance(index, tensor);
  }
  return out;
}

/** Moves `index` to the next element in row-major order; returns by how many elements of the storage. */
function advance(index: number[], { shape, strides }: TensorReference): number {
  let moved = 0;
  for (let axis = index.length - 1; axis >= 0; axis--) {
    const stride = strides[axis] ?? 0;
    const next = (index[axis] ?? 0) + 1;
    if (next < (shape[axis] ?? 0)) {
      index[axis] = next;
      return moved + stride;
    }
    moved -= (next - 1) * stride;
    index[axis] = 0;
  }
  return moved;
}

function isContiguous({ shape, strides }: TensorReference): boolean {
  let expected = 1;
  for (let axis = shape.length - 1; axis >= 0; axis--) {
    const size = shape[axis] ?? 0;
    // The stride of an axis of one element is never used.
    if (size !== 1 && strides[axis] !== expected) return false;
    expected *= size;
  }
  return true;
}

/** The elements of a tensor of floats as doubles. */
export function toDoubles(tensor: TensorReference, storage: StorageBytes): Float64Array {
  const bytes = contiguousBytes(tensor, storage);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const width = ELEMENT_BYTES[tensor.storage.type];
  const read = READERS[tensor.storage.type as keyof typeof READERS] as ReadElement | undefined;
  if (!read) throw unsupported('weights that are not floats', { type: tensor.storage.type });
  return Float64Array.from({ length: tensor.length }, (_, element) => read(view, width * element));
}

type ReadElement = (view: DataView, at: number) => number;

const READERS = {
  Half: (view, at) => halfToNumber(view.getUint16(at, true)),
  BFloat16: (view, at) => bfloatToNumber(view, at),
  Float: (view, at) => view.getFloat32(at, true),
  Double: (view, at) => view.getFloat64(at, true),
} as const satisfies Partial<Record<string, ReadElement>>;

/** IEEE 754 binary16. */
function halfToNumber(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >>> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 31) return fraction === 0 ? sign * Infinity : NaN;
  return exponent === 0 ? sign * fraction * 2 ** -24 : sign * (1024 + fraction) * 2 ** (exponent - 25);
}

const FLOAT = new DataView(new ArrayBuffer(4));

/** The upper half of a binary32. */
function bfloatToNumber(view: DataView, at: number): number {
  FLOAT.setUint32(0, view.getUint16(at, true) << 16);
  return FLOAT.getFloat32(0);
}
