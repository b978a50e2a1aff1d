import {
  ELEMENT_BYTES,
  PickleRecord,
  StorageReference,
  TensorReference,
  type PickleDict,
  type PickleValue,
} from '../pickle/values';
import { takeApart } from './checkpoint-files';
import { writePickle } from './write-pickle';
import { writeZip } from './write-zip';

interface Widening {
  /** Times as many channels. */
  readonly factor: number;
  /** Adds two moments per parameter, as an interrupted training leaves them, and calls the network `ema`. */
  readonly unfinished: boolean;
  /** Side in pixels that it was trained at, where it is not to be the fixture's. */
  readonly side?: number;
}

/**
 * A checkpoint of the architecture of `fixture` with more channels and zeros for weights. Its entries are in the order
 * of their names as text, like those of older versions of torch, so that network and optimizer alternate.
 */
export async function widenCheckpoint(
  fixture: string,
  { factor, unfinished, side }: Widening,
): Promise<Uint8Array<ArrayBuffer>> {
  const { root, entries } = await takeApart(fixture);
  const originals = new Map(entries.map(({ name, data }) => [name.split('/').at(-1), data]));
  const sizes = new Map<string, number>();
  const contents = new Map<string, Uint8Array<ArrayBuffer>>();

  function store(tensor: TensorReference, shape: readonly number[]): TensorReference {
    const key = String(sizes.size);
    const length = shape.reduce((product, size) => product * size, 1);
    sizes.set(key, length * ELEMENT_BYTES[tensor.storage.type]);
    const steps = shape.map((_, axis) => shape.slice(axis + 1).reduce((product, size) => product * size, 1));
    return new TensorReference(new StorageReference(key, tensor.storage.type, length), 0, shape, steps);
  }

  /** As `store`, but what keeps its shape, e.g. the strides, keeps its values too. */
  function widen(tensor: TensorReference, shape: readonly number[]): TensorReference {
    const widened = store(tensor, shape);
    const original = originals.get(tensor.storage.key);
    if (widened.length === tensor.length && original) contents.set(widened.storage.key, original);
    return widened;
  }

  if (side !== undefined) (root.get('train_args') as PickleDict).set('imgsz', side);
  const network = root.get('model') as PickleRecord;
  const tensors = widenModule(network, 'model', factor, widen);
  if (unfinished) {
    root.set('ema', network);
    root.set('model', null);
    const moments = tensors.flatMap((tensor) => [store(tensor, tensor.shape), store(tensor, tensor.shape)]);
    root.set('optimizer', new Map(moments.map((tensor, index) => [index, tensor])));
  }
  const zeros = new Uint8Array(Math.max(...sizes.values()));
  const names = [...sizes.keys()].toSorted();
  return writeZip([
    { name: 'wide/data.pkl', data: writePickle(root) },
    ...names.map((key) => ({
      name: `wide/data/${key}`,
      data: contents.get(key) ?? zeros.subarray(0, sizes.get(key)),
    })),
  ]).bytes;
}

type Store = (tensor: TensorReference, shape: readonly number[]) => TensorReference;

/** Replaces the tensors of a module and of those in it; returns the parameters. */
function widenModule(module: PickleRecord, path: string, factor: number, store: Store): TensorReference[] {
  const state = module.state as PickleDict;
  const parameters: TensorReference[] = [];
  for (const kind of ['_parameters', '_buffers', undefined]) {
    const dict = kind === undefined ? state : (state.get(kind) as PickleDict);
    for (const [name, value] of dict) {
      if (!(value instanceof TensorReference)) continue;
      const widened = store(value, kind === undefined ? value.shape : widenShape(value.shape, path, factor));
      dict.set(name, widened);
      if (kind === '_parameters') parameters.push(widened);
    }
  }
  for (const [name, child] of state.get('_modules') as PickleDict as Map<string, PickleValue>) {
    if (child instanceof PickleRecord)
      parameters.push(...widenModule(child, `${path}.${name}`, factor, store));
  }
  return parameters;
}

/** More output channels, except for the last layers of the head; more input channels, except for the first layer. */
function widenShape(shape: readonly number[], path: string, factor: number): readonly number[] {
  if (/dfl/.test(path)) return shape;
  const last = /\.cv[23]\.\d\.2$/.test(path);
  const [out = 1, inner = 1, ...kernel] = shape;
  const wide = last ? out : out * factor;
  if (shape.length < 2) return shape.length === 0 ? shape : [wide];
  return [wide, inner === 3 ? inner : inner * factor, ...kernel];
}
