import { describe, expect, test, vi } from 'vitest';
import { LIMITS, OPCODE } from '../limits';
import { expectCode } from '../testing/expect-error';
import { processorTime } from '../testing/processor-time';
import { global, program, text, u32, writePickle } from '../testing/write-pickle';
import { unpickle } from './unpickle';
import { PickleList, PickleRecord, StorageReference, TensorReference, type PickleValue } from './values';

vi.setConfig({ testTimeout: 30_000 });

const { PROTO, STOP, MARK, NONE, EMPTY_LIST, EMPTY_DICT, EMPTY_TUPLE, TUPLE1, REDUCE, BUILD, NEWOBJ } =
  OPCODE;
const { BININT1, LONG1, BINPUT, BINGET, APPEND, APPENDS, SETITEM, SETITEMS, BINPERSID, TUPLE, BINUNICODE } =
  OPCODE;

const run = (...chunks: (number | Uint8Array)[]) => unpickle(program([PROTO, 2, ...chunks, STOP]));

function list(...items: PickleValue[]): PickleList {
  const made = new PickleList();
  made.items.push(...items);
  return made;
}

describe('values survive', () => {
  const tensor = new TensorReference(new StorageReference('7', 'Half', 12), 2, [2, 5], [5, 1]);
  const record = new PickleRecord('torch.nn.modules.conv.Conv2d', []);
  record.state = new Map<PickleValue, PickleValue>([['weight', tensor]]);
  test.each<PickleValue>([
    null,
    true,
    0,
    -1,
    255,
    65_536,
    -(2 ** 31),
    0.1,
    -1e300,
    '',
    'Mars',
    '火星 \u{1f534} \ufeff',
    list(),
    list(1, list('a')),
    [],
    [1, 'b', [2]],
    new Map(),
    new Map<PickleValue, PickleValue>([
      ['a', 1],
      [0, 'person'],
    ]),
    new Set([1, 'x']),
    tensor,
    record,
  ])('%o', (value) => {
    expect(unpickle(writePickle(value))).toEqual(value);
  });

  test('integers of any length up to the limit', () => {
    expect(run(LONG1, 0)).toBe(0);
    expect(run(LONG1, 2, 0x00, 0xff)).toBe(-256);
    expect(run(LONG1, 8, 0, 0, 0, 0, 0, 0, 0, 0x80)).toBe(-(2n ** 63n));
  });

  test('sharing and cycles', () => {
    const value = run(EMPTY_LIST, BINPUT, 0, BINGET, 0, APPEND) as PickleList;
    expect(value.items[0]).toBe(value);
  });

  test('NumPy numbers, as metrics are', () => {
    const type = [...global('numpy.dtype'), ...text('f8'), TUPLE1, REDUCE];
    // 0.5 is 3f e0 and six zeros, little-endian; protocol 2 has bytes as Latin-1 text.
    const bytes = [
      ...global('_codecs.encode'),
      MARK,
      ...text('\0\0\0\0\0\0\u00e0?'),
      ...text('latin1'),
      TUPLE,
      REDUCE,
    ];
    expect(run(...global('numpy.core.multiarray.scalar'), MARK, ...type, ...bytes, TUPLE, REDUCE)).toBe(0.5);
  });
});

test('keys with a meaning in JavaScript are only keys', () => {
  const keys = ['__proto__', 'constructor', 'prototype', 'toString', 'hasOwnProperty'];
  const dict = unpickle(
    writePickle(new Map<PickleValue, PickleValue>(keys.map((key) => [key, list(key)]))),
  ) as Map<string, PickleList>;
  expect([...dict.keys()]).toEqual(keys);
  const record = run(
    ...global('torch.nn.modules.linear.Identity'),
    EMPTY_TUPLE,
    NEWOBJ,
    EMPTY_DICT,
    ...text('__proto__'),
    EMPTY_DICT,
    ...text('polluted'),
    BININT1,
    1,
    SETITEM,
    SETITEM,
    BUILD,
  ) as PickleRecord;
  expect(Object.getPrototypeOf(record)).toBe(PickleRecord.prototype);
  expect((record.state as Map<string, unknown>).get('__proto__')).toBeInstanceOf(Map);
  expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
});

describe('refused, executing nothing', () => {
  test.each([
    'os.system',
    'posix.system',
    'nt.system',
    'builtins.eval',
    '__builtin__.eval',
    'builtins.exec',
    'builtins.getattr',
    '__builtin__.apply',
    'builtins.__import__',
    'subprocess.Popen',
    'torch.load',
    'torch.hub.load',
    'torch.serialization.load',
    'torch.jit.load',
    'torch.storage._load_from_bytes',
    'torch._dynamo.guards.GuardBuilder.get',
    'numpy.load',
    'pickle.loads',
    '_pickle.loads',
    'functools.partial',
    'operator.attrgetter',
    'runpy._run_code',
    'webbrowser.open',
    'ctypes.CDLL',
    'collections.OrderedDict.__init__',
    'torch._utils._rebuild_tensor_v3',
    '__builtin__.set.pop',
    'constructor.prototype',
    '__proto__.x',
  ])('a REDUCE of %s', async (name) => {
    const error = await expectCode(
      () => run(...global(name), ...text('touch owned'), TUPLE1, REDUCE),
      'checkpoint-forbidden',
    );
    expect(error.data['global']).toBe(name);
  });

  test.each([
    ['a layer that is not known', 'ultralytics.nn.modules.block.A2C2f', 'checkpoint-unknown-module'],
    ['a layer of PyTorch that is not known', 'torch.nn.modules.rnn.LSTM', 'checkpoint-unknown-module'],
    ['YOLOv5 before Ultralytics 8', 'models.yolo.Model', 'checkpoint-legacy'],
  ] as const)('%s, by name', async (_, name, code) => {
    expect((await expectCode(() => run(...global(name)), code)).data['module']).toBe(name);
  });

  test.each([
    ['INST', 0x69],
    ['OBJ', 0x6f],
    ['STACK_GLOBAL', 0x93],
    ['NEWOBJ_EX', 0x92],
    ['EXT1', 0x82],
    ['INT', 0x49],
    ['PERSID', 0x50],
    ['FRAME', 0x95],
    ['BYTEARRAY8', 0x96],
    ['NEXT_BUFFER', 0x97],
    ['no operation at all', 0x00],
    ['DUP', 0x32],
  ])('the operation %s', async (_, opcode) => {
    const error = await expectCode(() => run(NONE, opcode), 'checkpoint-forbidden');
    expect(error.data['opcode']).toBe(opcode);
  });

  const identity = [...global('torch.nn.modules.linear.Identity'), EMPTY_TUPLE, NEWOBJ];
  test.each<[string, (number | Uint8Array)[]]>([
    ['a call of something that is not a name', [...text('os.system'), EMPTY_TUPLE, REDUCE]],
    ['a call of a record', [...identity, EMPTY_TUPLE, REDUCE]],
    ['arguments that are no tuple', [...global('torch.Size'), EMPTY_LIST, REDUCE]],
    ['state of a list (__setstate__)', [EMPTY_LIST, EMPTY_DICT, BUILD]],
    ['state of a name (__setstate__ of a class)', [...global('torch.Size'), EMPTY_DICT, BUILD]],
    ['state given twice', [...identity, EMPTY_DICT, BUILD, EMPTY_DICT, BUILD]],
    ['items of a record', [...identity, ...text('a'), NONE, SETITEM]],
    ['items of a tuple', [EMPTY_TUPLE, NONE, APPEND]],
    ['an odd number of items', [EMPTY_DICT, MARK, NONE, SETITEMS]],
    ['a mark that was never made', [EMPTY_LIST, APPENDS]],
    ['popping beyond a mark', [EMPTY_LIST, MARK, APPEND]],
    ['remembering nothing', [BINPUT, 0]],
    ['recalling nothing', [BINGET, 0]],
    ['two values left', [NONE, NONE]],
    ['nothing left', []],
    ['a storage that is no tuple', [NONE, BINPERSID]],
    ['text that is not UTF-8', [BINUNICODE, u32(1), 0xff]],
  ])('%s', async (_, chunks) => {
    await expectCode(() => run(...chunks), 'checkpoint-damaged');
  });

  test('another protocol', async () => {
    await expectCode(() => unpickle(program([PROTO, 4, NONE, STOP])), 'checkpoint-unsupported');
    await expectCode(() => unpickle(program([NONE, STOP])), 'checkpoint-damaged');
  });

  test.each<[string, PickleValue]>([
    ['a path for a key', ['storage', 'HalfStorage', '../../etc/passwd', 'cpu', 4]],
    ['a type that is no storage', ['storage', 'Half', '0', 'cpu', 4]],
    ['a type by a name of Object.prototype', ['storage', 'constructorStorage', '0', 'cpu', 4]],
    ['a negative length', ['storage', 'HalfStorage', '0', 'cpu', -4]],
    ['another kind', ['module', 'HalfStorage', '0', 'cpu', 4]],
  ])('a storage with %s', async (_, value) => {
    const [kind, type, key, place, length] = value as [string, string, string, string, number];
    const id = [
      MARK,
      ...text(kind),
      ...(type.endsWith('Storage') && !type.startsWith('c') ? global(`torch.${type}`) : text(type)),
      ...text(key),
      ...text(place),
    ];
    await expectCode(() => run(...id, OPCODE.BININT, u32(length), TUPLE, BINPERSID), 'checkpoint-damaged');
  });
});

describe('tensors stay within their storages', () => {
  const storage = new StorageReference('0', 'Half', 10);
  test.each([
    ['negative offset', -1, [2], [1], 'checkpoint-damaged'],
    ['negative size', 0, [-2], [1], 'checkpoint-damaged'],
    ['negative stride', 5, [2], [-1], 'checkpoint-damaged'],
    ['fractional size', 0, [1.5], [1], 'checkpoint-damaged'],
    ['one element too many', 0, [11], [1], 'checkpoint-damaged'],
    ['one element too far', 1, [10], [1], 'checkpoint-damaged'],
    ['strides that reach too far', 0, [2, 2], [9, 1], 'checkpoint-damaged'],
    ['fewer strides than sizes', 0, [2, 2], [1], 'checkpoint-damaged'],
    ['too many dimensions', 0, Array<number>(9).fill(1), Array<number>(9).fill(1), 'checkpoint-too-large'],
    ['billions of elements of stride 0', 0, [65_536, 65_536], [0, 0], 'checkpoint-too-large'],
    ['a size beyond all numbers', 0, [2 ** 52, 2 ** 52, 2 ** 52], [0, 0, 0], 'checkpoint-too-large'],
  ] as const)('%s', async (_, offset, shape, strides, code) => {
    const tensor = new TensorReference(storage, offset, shape, strides);
    await expectCode(() => unpickle(writePickle(tensor)), code);
  });

  test('an empty tensor needs none', () => {
    expect(
      unpickle(writePickle(new TensorReference(new StorageReference('0', 'Half', 0), 0, [0], [1]))),
    ).toBeInstanceOf(TensorReference);
  });
});

describe('bombs stop at a limit', () => {
  const repeat = (count: number, ...chunk: number[]) =>
    Uint8Array.from({ length: count * chunk.length }, (_, index) => chunk[index % chunk.length] ?? 0);
  const many = LIMITS.pickleContainers + 1;
  test.each<[string, keyof typeof LIMITS, Uint8Array[]]>([
    ['values on the stack', 'pickleStack', [repeat(LIMITS.pickleStack + 1, NONE)]],
    ['marks within marks', 'pickleNesting', [repeat(LIMITS.pickleNesting + 1, MARK)]],
    ['lists', 'pickleContainers', [repeat(1, EMPTY_LIST), repeat(many, EMPTY_DICT, APPEND)]],
    ['tuples around tuples', 'pickleContainers', [repeat(1, NONE), repeat(many, TUPLE1)]],
    [
      'the same list doubled again and again',
      'pickleItems',
      [repeat(1, EMPTY_LIST), repeat(LIMITS.pickleItems + 1, NONE, APPEND)],
    ],
    ['memo entries', 'pickleMemo', [repeat(1, NONE), ...memoBomb()]],
    ['operations', 'pickleOperations', [repeat(1, NONE), repeat(LIMITS.pickleOperations, PROTO, 2)]],
    ['a long text', 'pickleStringBytes', [program([BINUNICODE, u32(0xffffffff)])]],
    ['a long integer', 'pickleIntegerBytes', [program([LONG1, 255])]],
    ['a long program', 'pickleBytes', [new Uint8Array(LIMITS.pickleBytes)]],
  ])('%s', async (_, limit, chunks) => {
    const bytes = program([PROTO, 2, ...chunks, STOP]);
    const took = await processorTime(async () => {
      const error = await expectCode(() => unpickle(bytes), 'checkpoint-too-large');
      expect(error.data['limit']).toBe(limit);
    });
    expect(took).toBeLessThan(1_000);
  });

  function memoBomb(): Uint8Array[] {
    const bytes = new Uint8Array(5 * (LIMITS.pickleMemo + 1));
    const view = new DataView(bytes.buffer);
    for (let at = 0; at < bytes.length; at += 5) {
      bytes[at] = OPCODE.LONG_BINPUT;
      view.setUint32(at + 1, at * 7_919, true);
    }
    return [bytes];
  }
});
