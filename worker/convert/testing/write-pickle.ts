import { OPCODE } from '../limits';
import {
  GlobalName,
  PickleList,
  PickleRecord,
  StorageReference,
  TensorReference,
  type PickleValue,
} from '../pickle/values';

type Chunk = number | Uint8Array;

/** A program of protocol 2 that makes `value`; what occurs twice is remembered, so that cycles and sharing survive. */
export function writePickle(value: PickleValue): Uint8Array<ArrayBuffer> {
  const chunks: Chunk[] = [OPCODE.PROTO, 2];
  const memo = new Map<PickleValue, number>();
  write(value);
  chunks.push(OPCODE.STOP);
  return program(chunks);

  function write(item: PickleValue): void {
    const known = typeof item === 'object' && item !== null ? memo.get(item) : undefined;
    if (known !== undefined) chunks.push(OPCODE.LONG_BINGET, u32(known));
    else if (item instanceof PickleList) writeList(item);
    else if (item instanceof Map) writeDict(item);
    else if (item instanceof PickleRecord) writeRecord(item);
    else if (Array.isArray(item)) writeTuple(item as readonly PickleValue[]);
    else chunks.push(...atom(item, write, chunks));
  }

  function remember(item: PickleValue): void {
    chunks.push(OPCODE.LONG_BINPUT, u32(memo.size));
    memo.set(item, memo.size);
  }

  function writeList(list: PickleList): void {
    chunks.push(OPCODE.EMPTY_LIST);
    remember(list);
    chunks.push(OPCODE.MARK);
    list.items.forEach(write);
    chunks.push(OPCODE.APPENDS);
  }

  function writeDict(dict: ReadonlyMap<PickleValue, PickleValue>): void {
    chunks.push(OPCODE.EMPTY_DICT);
    remember(dict as Map<PickleValue, PickleValue>);
    chunks.push(OPCODE.MARK);
    for (const [key, entry] of dict) {
      write(key);
      write(entry);
    }
    chunks.push(OPCODE.SETITEMS);
  }

  function writeTuple(items: readonly PickleValue[]): void {
    chunks.push(OPCODE.MARK);
    items.forEach(write);
    chunks.push(OPCODE.TUPLE);
  }

  function writeRecord(record: PickleRecord): void {
    chunks.push(...global(record.global));
    writeTuple(record.args);
    chunks.push(OPCODE.NEWOBJ);
    remember(record);
    if (record.state === null) return;
    write(record.state);
    chunks.push(OPCODE.BUILD);
  }
}

/** Values that neither contain others nor are shared; tensors are written as torch writes them. */
function atom(item: PickleValue, write: (value: PickleValue) => void, chunks: Chunk[]): Chunk[] {
  if (item === null) return [OPCODE.NONE];
  if (typeof item === 'boolean') return [item ? OPCODE.NEWTRUE : OPCODE.NEWFALSE];
  if (typeof item === 'string') return text(item);
  if (typeof item === 'number') return number(item);
  if (item instanceof GlobalName) return global(item.name);
  if (item instanceof StorageReference) {
    write(['storage', new GlobalName(`torch.${item.type}Storage`), item.key, 'cpu', item.length]);
    return [OPCODE.BINPERSID];
  }
  if (item instanceof TensorReference) {
    chunks.push(...global('torch._utils._rebuild_tensor_v2'));
    write([item.storage, item.offset, item.shape, item.strides, false, new Map()]);
    return [OPCODE.REDUCE];
  }
  if (item instanceof Set) {
    chunks.push(...global('__builtin__.set'));
    const list = new PickleList();
    list.items.push(...item);
    write([list]);
    return [OPCODE.REDUCE];
  }
  throw new Error('not written by tests');
}

function number(value: number): Chunk[] {
  if (Number.isInteger(value) && Math.abs(value) < 2 ** 31) return [OPCODE.BININT, u32(value)];
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setFloat64(0, value, false);
  return [OPCODE.BINFLOAT, bytes];
}

/** The operations that push a text. */
export function text(value: string): Chunk[] {
  const bytes = new TextEncoder().encode(value);
  return [OPCODE.BINUNICODE, u32(bytes.length), bytes];
}

/** The operations that push a name, `module.name`. */
export function global(name: string): Chunk[] {
  const dot = name.lastIndexOf('.');
  return [OPCODE.GLOBAL, new TextEncoder().encode(`${name.slice(0, dot)}\n${name.slice(dot + 1)}\n`)];
}

export function u32(value: number): Uint8Array {
  const bytes = new Uint8Array(4);
  new DataView(bytes.buffer).setUint32(0, value, true);
  return bytes;
}

/** Joins operations to bytes. */
export function program(chunks: readonly Chunk[]): Uint8Array<ArrayBuffer> {
  const size = chunks.reduce<number>((sum, chunk) => sum + (typeof chunk === 'number' ? 1 : chunk.length), 0);
  const bytes = new Uint8Array(size);
  let at = 0;
  for (const chunk of chunks) {
    if (typeof chunk === 'number') bytes[at++] = chunk;
    else {
      bytes.set(chunk, at);
      at += chunk.length;
    }
  }
  return bytes;
}
