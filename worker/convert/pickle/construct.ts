import { damaged, tooLarge } from '../fail';
import { LIMITS } from '../limits';
import {
  GlobalName,
  isElementType,
  PickleList,
  PickleRecord,
  StorageReference,
  TensorReference,
  type PickleValue,
} from './values';

type Constructor = (args: readonly PickleValue[]) => PickleValue;

/**
 * The few names that become something else than a record of themselves. This stands in for `REDUCE`, which in Python
 * calls what it is given.
 */
const CONSTRUCTORS: ReadonlyMap<string, Constructor> = new Map<string, Constructor>([
  ['collections.OrderedDict', makeDict],
  ['__builtin__.set', makeSet],
  ['builtins.set', makeSet],
  ['torch.Size', ([sizes]) => (isTuple(sizes) ? sizes : fail('torch.Size'))],
  ['torch._utils._rebuild_tensor_v2', makeTensor],
  [
    'torch._utils._rebuild_parameter',
    ([data]) => (data instanceof TensorReference ? data : fail('parameter')),
  ],
  ['_codecs.encode', makeBytes],
  ['numpy.core.multiarray.scalar', makeScalar],
  ['numpy._core.multiarray.scalar', makeScalar],
]);

/** What `REDUCE` and `NEWOBJ` leave on the stack: `name` is on the closed list already. */
export function construct(name: string, args: readonly PickleValue[]): PickleValue {
  const constructor = CONSTRUCTORS.get(name);
  return constructor ? constructor(args) : new PickleRecord(name, args);
}

function fail(what: string): never {
  throw damaged(`pickle: ${what} made of something else`);
}

function isTuple(value: PickleValue | undefined): value is readonly PickleValue[] {
  return Array.isArray(value);
}

function makeDict(args: readonly PickleValue[]): PickleValue {
  const [pairs] = args;
  const dict = new Map<PickleValue, PickleValue>();
  if (pairs === undefined) return dict;
  if (!(pairs instanceof PickleList)) return fail('ordered dict');
  // A pair is a list of two in torch's oldest files.
  for (const pair of pairs.items) {
    const [key, value] =
      pair instanceof PickleList ? pair.items : isTuple(pair) ? pair : fail('ordered dict');
    if (key === undefined || value === undefined) return fail('ordered dict');
    dict.set(key, value);
  }
  return dict;
}

function makeSet([items]: readonly PickleValue[]): PickleValue {
  if (items === undefined) return new Set();
  return items instanceof PickleList ? new Set(items.items) : fail('set');
}

/** Python writes bytes in protocol 2 as text of one character per byte. */
function makeBytes([text, encoding]: readonly PickleValue[]): PickleValue {
  if (typeof text !== 'string' || encoding !== 'latin1') return fail('bytes');
  const bytes = new Uint8Array(text.length);
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code > 255) return fail('bytes');
    bytes[at] = code;
  }
  return bytes;
}

/** NumPy's scalar of type `f8` or `f4`, as metrics are; other types stay records. */
function makeScalar(args: readonly PickleValue[]): PickleValue {
  const [type, data] = args;
  if (!(type instanceof PickleRecord) || !(data instanceof Uint8Array)) return fail('NumPy scalar');
  const view = new DataView(data.buffer, data.byteOffset, data.byteLength);
  if (type.args[0] === 'f8' && data.length === 8) return view.getFloat64(0, true);
  if (type.args[0] === 'f4' && data.length === 4) return view.getFloat32(0, true);
  return new PickleRecord('numpy.scalar', []);
}

function makeTensor([storage, offset, shape, strides]: readonly PickleValue[]): PickleValue {
  if (!(storage instanceof StorageReference)) return fail('tensor');
  const sizes = counts(shape);
  const steps = counts(strides);
  if (!isCount(offset) || steps.length !== sizes.length) return fail('tensor');
  const tensor = new TensorReference(storage, offset, sizes, steps);
  if (tensor.length > LIMITS.tensorElements) throw tooLarge('tensorElements', tensor.length);
  const last = sizes.reduce((sum, size, axis) => sum + (size - 1) * (steps[axis] ?? 0), offset);
  // An empty tensor has no last element, whatever its strides.
  if (tensor.length > 0 && last >= storage.length) throw damaged('tensor: reaches beyond its storage');
  return tensor;
}

function counts(value: PickleValue | undefined): readonly number[] {
  if (!isTuple(value) || !value.every(isCount)) return fail('shape or strides');
  if (value.length > LIMITS.tensorRank) throw tooLarge('tensorRank', value.length);
  return value;
}

function isCount(value: PickleValue | undefined): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** What `BINPERSID` leaves on the stack: torch writes `('storage', type, key, device, length)`. */
export function makeStorage(id: PickleValue): StorageReference {
  const [kind, type, key, , length] = isTuple(id) ? id : fail('storage');
  if (kind !== 'storage' || !(type instanceof GlobalName) || typeof key !== 'string') return fail('storage');
  const name = /^torch\.(\w+)Storage$/.exec(type.name)?.[1];
  // The key becomes part of an entry's name: a number, never a path.
  if (name === undefined || !isElementType(name) || !/^\d{1,9}$/.test(key) || !isCount(length))
    return fail('storage');
  return new StorageReference(key, name, length);
}
