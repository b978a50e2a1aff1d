import { describe, expect, test, vi } from 'vitest';
import { AppError } from '../../src/shared/errors';
import { convertCheckpoint } from './convert-checkpoint';
import { OPCODE } from './limits';
import {
  PickleList,
  PickleRecord,
  StorageReference,
  TensorReference,
  type PickleDict,
  type PickleValue,
} from './pickle/values';
import { checkpointOf, putTogether, takeApart, type EditableCheckpoint } from './testing/checkpoint-files';
import { countingSource } from './testing/counting-source';
import { expectCode, expectNoCrash } from './testing/expect-error';
import { readFixture } from './testing/fixtures';
import { global, program, text, writePickle } from './testing/write-pickle';

// A hundred conversions in one test take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const SMALL = 'checkpoints/yolov8n-cls-narrow.pt';

const convert = (bytes: Uint8Array<ArrayBuffer>) => convertCheckpoint(countingSource(bytes));

function record(name: string, state: readonly (readonly [string, PickleValue])[]): PickleRecord {
  const made = new PickleRecord(name, []);
  made.state = new Map<PickleValue, PickleValue>(state);
  return made;
}

/** A dict of attributes in the state of a record; for tests that change it. */
function at(value: PickleValue | undefined, ...path: readonly string[]): PickleValue | undefined {
  return path.reduce<PickleValue | undefined>(
    (inner, key) =>
      (inner instanceof PickleRecord ? inner.state : inner) instanceof Map
        ? ((inner instanceof PickleRecord ? inner.state : inner) as PickleDict).get(key)
        : undefined,
    value,
  );
}

async function changed(change: (checkpoint: EditableCheckpoint) => void): Promise<Uint8Array<ArrayBuffer>> {
  const checkpoint = await takeApart(SMALL);
  change(checkpoint);
  return putTogether(checkpoint).bytes;
}

const layers = (checkpoint: EditableCheckpoint) =>
  at(checkpoint.root, 'model', '_modules', 'model', '_modules') as PickleDict;
const firstConv = (checkpoint: EditableCheckpoint) => layers(checkpoint).get('0') as PickleRecord;
const convState = (checkpoint: EditableCheckpoint) =>
  at(firstConv(checkpoint), '_modules', 'conv') as PickleRecord;
const parameters = (checkpoint: EditableCheckpoint) => at(convState(checkpoint), '_parameters') as PickleDict;
const weight = (checkpoint: EditableCheckpoint) => parameters(checkpoint).get('weight') as TensorReference;

test('a checkpoint taken apart and put together again is converted to the same bytes', async () => {
  const again = await convert(await changed(() => undefined));
  expect(Buffer.compare(again.onnx, (await convert(readFixture(SMALL))).onnx)).toBe(0);
});

test('a pickle that calls os.system is refused before anything else is read', async () => {
  const { PROTO, STOP, TUPLE1, REDUCE } = OPCODE;
  const pickle = program([PROTO, 2, ...global('posix.system'), ...text('touch owned'), TUPLE1, REDUCE, STOP]);
  const error = await expectCode(() => convert(checkpointOf(pickle).bytes), 'checkpoint-forbidden');
  expect(error.data).toEqual({ global: 'posix.system' });
});

test.each([
  ['no dict', null],
  ['an empty dict', new Map()],
  ['a network that is none', new Map<PickleValue, PickleValue>([['model', 'yolov8n']])],
  ['only weights', new Map<PickleValue, PickleValue>([['model', new Map()]])],
  [
    'keys of Object.prototype',
    new Map<PickleValue, PickleValue>([
      ['__proto__', new Map<PickleValue, PickleValue>([['model', 1]])],
      ['constructor', 1],
    ]),
  ],
])('%s holds no network', async (_, root) => {
  await expectCode(() => convert(checkpointOf(writePickle(root)).bytes), 'checkpoint-no-network');
});

test('a network of a class that is no model is named', async () => {
  const bytes = checkpointOf(
    writePickle(new Map<PickleValue, PickleValue>([['ema', record('torch.nn.modules.conv.Conv2d', [])]])),
  ).bytes;
  expect((await expectCode(() => convert(bytes), 'checkpoint-unknown-module')).data['module']).toBe(
    'torch.nn.modules.conv.Conv2d',
  );
});

test('an archive with no pickle, or two, is no checkpoint', async () => {
  const pickle = writePickle(new Map());
  await expectCode(
    () => convert(checkpointOf(pickle, [{ name: 'other/data.pkl', data: pickle }]).bytes),
    'checkpoint-unrecognised',
  );
  const bytes = checkpointOf(pickle).bytes;
  bytes.set(new TextEncoder().encode('txt'), bytes.lastIndexOf('p'.charCodeAt(0)));
  await expectCode(() => convert(bytes), 'checkpoint-unrecognised');
});

describe('a network that is not as it should be', () => {
  type Case = readonly [string, AppError['code'], (checkpoint: EditableCheckpoint) => unknown];
  test.each<Case>([
    [
      'a storage missing from the archive',
      'checkpoint-damaged',
      (c) =>
        parameters(c).set(
          'weight',
          new TensorReference(
            new StorageReference('999999', 'Half', 216),
            0,
            weight(c).shape,
            weight(c).strides,
          ),
        ),
    ],
    [
      'a storage longer than its entry',
      'checkpoint-damaged',
      (c) =>
        parameters(c).set(
          'weight',
          new TensorReference(
            new StorageReference(weight(c).storage.key, 'Half', 10 ** 9),
            0,
            weight(c).shape,
            weight(c).strides,
          ),
        ),
    ],
    [
      'a storage of another type than its entry',
      'checkpoint-damaged',
      (c) =>
        parameters(c).set(
          'weight',
          new TensorReference(
            new StorageReference(weight(c).storage.key, 'Float', weight(c).storage.length),
            0,
            weight(c).shape,
            weight(c).strides,
          ),
        ),
    ],
    [
      'weights that are not floats',
      'checkpoint-unsupported',
      (c) =>
        parameters(c).set(
          'weight',
          new TensorReference(
            new StorageReference(weight(c).storage.key, 'Short', weight(c).storage.length),
            0,
            weight(c).shape,
            weight(c).strides,
          ),
        ),
    ],
    [
      'a kernel of three dimensions',
      'checkpoint-unexpected-module',
      (c) => parameters(c).set('weight', new TensorReference(weight(c).storage, 0, [8, 3, 9], [27, 9, 1])),
    ],
    [
      'a tensor that shows one element again and again',
      'checkpoint-damaged',
      (c) =>
        parameters(c).set(
          'weight',
          new TensorReference(weight(c).storage, 0, [8, 10_000, 3, 3], [0, 0, 0, 0]),
        ),
    ],
    [
      'a tensor that is named by a thousand layers',
      'checkpoint-too-large',
      (c) => {
        const key = weight(c).storage.key;
        const huge = new TensorReference(
          new StorageReference(key, 'Half', 2 ** 26),
          0,
          [2 ** 18, 2 ** 8, 1, 1],
          [2 ** 8, 1, 1, 1],
        );
        const conv = record('torch.nn.modules.conv.Conv2d', [
          ...[...(convState(c).state as PickleDict)].map(([name, value]) => [name as string, value] as const),
          ['_parameters', new Map<PickleValue, PickleValue>([['weight', huge]])],
          ['f', -1],
        ]);
        for (let layer = 1; layer < 1_000; layer++) layers(c).set(String(layer), conv);
      },
    ],
    [
      'a layer of endless inputs',
      'checkpoint-unexpected-module',
      (c) => {
        const inputs = new PickleList();
        inputs.items.push(...Array<number>(10_000).fill(-1));
        layers(c).set(
          '1',
          record('ultralytics.nn.modules.conv.Concat', [
            ['d', 1],
            ['f', inputs],
          ]),
        );
      },
    ],
    [
      'a module that contains itself',
      'checkpoint-too-large',
      (c) => (at(firstConv(c), '_modules') as PickleDict).set('act', firstConv(c)),
    ],
    ['a list for a layer', 'checkpoint-damaged', (c) => layers(c).set('1', new PickleList())],
    ['a layer with a path for a name', 'checkpoint-damaged', (c) => layers(c).set('../1', firstConv(c))],
    [
      'a name of Object.prototype for a layer',
      'checkpoint-unexpected-module',
      (c) => {
        const [modules, conv] = [at(firstConv(c), '_modules') as PickleDict, convState(c)];
        modules.delete('conv');
        modules.set('__proto__', conv);
      },
    ],
    ['no layers', 'checkpoint-unexpected-module', (c) => layers(c).clear()],
    [
      'input of a layer that comes later',
      'checkpoint-unexpected-module',
      (c) => (firstConv(c).state as PickleDict).set('f', 7),
    ],
    [
      'input of a layer that is no number',
      'checkpoint-unexpected-module',
      (c) => (firstConv(c).state as PickleDict).set('f', '__proto__'),
    ],
    [
      'a negative padding',
      'checkpoint-unexpected-module',
      (c) => (convState(c).state as PickleDict).set('padding', [-1, -1]),
    ],
    [
      'a padding of billions',
      'checkpoint-unexpected-module',
      (c) => (convState(c).state as PickleDict).set('padding', [2 ** 30, 1]),
    ],
    [
      'padding that is no zeros',
      'checkpoint-unexpected-module',
      (c) => (convState(c).state as PickleDict).set('padding_mode', 'reflect'),
    ],
    [
      'a container where a layer is due',
      'checkpoint-unexpected-module',
      (c) => layers(c).set('0', new PickleRecord('torch.nn.modules.container.ModuleList', [])),
    ],
    ['no names', 'checkpoint-damaged', (c) => (at(c.root, 'model', 'names') as PickleDict).clear()],
    [
      'names with gaps',
      'checkpoint-damaged',
      (c) => (at(c.root, 'model', 'names') as PickleDict).set(1_000_000, 'far'),
    ],
    [
      'a big-endian file',
      'checkpoint-unsupported',
      (c) =>
        c.entries.splice(
          c.entries.findIndex(({ name }) => name.endsWith('byteorder')),
          1,
          { name: 'yolov8n-cls-narrow/byteorder', data: new TextEncoder().encode('big') },
        ),
    ],
  ])('%s', async (_, code, change) => {
    await expectCode(async () => convert(await changed(change)), code);
  });

  test('a layer of a class that is known but not where it stands is named with its place', async () => {
    const bytes = await changed((c) =>
      layers(c).set('2', record('torch.nn.modules.linear.Linear', [['f', -1]])),
    );
    expect((await expectCode(() => convert(bytes), 'checkpoint-unknown-module')).data).toEqual({
      module: 'Linear',
      path: 'model.2',
    });
  });
});

test('names with a meaning in JavaScript are only names', async () => {
  const names = [
    '__proto__',
    'constructor',
    "it's \\ here",
    'a\nb',
    'x'.repeat(100),
    'prototype',
    'toString',
  ];
  const bytes = await changed((c) =>
    (at(c.root, 'model') as PickleRecord & { state: PickleDict }).state.set(
      'names',
      new Map(names.entries()),
    ),
  );
  const { summary, onnx } = await convert(bytes);
  expect(summary.names).toEqual(names);
  expect(
    Buffer.from(onnx).includes("{0: '__proto__', 1: 'constructor', 2: 'it\\'s \\\\ here', 3: 'a\\u000ab'"),
  ).toBe(true);
});

test('a file without a byte order, as older versions of torch wrote it, is converted', async () => {
  const bytes = await changed(({ entries }) => {
    entries.splice(
      entries.findIndex(({ name }) => name.endsWith('byteorder')),
      1,
    );
  });
  expect((await convert(bytes)).summary.task).toBe('classify');
});

test('a file cut short anywhere is refused', async () => {
  const bytes = readFixture(SMALL);
  for (let percent = 0; percent < 100; percent++) {
    const cut = bytes.slice(0, Math.floor((bytes.length * percent) / 100));
    await expectCode(() => convert(cut), percent === 0 ? 'checkpoint-unrecognised' : 'checkpoint-truncated');
  }
  await expectCode(() => convert(bytes.slice(0, -1)), 'checkpoint-truncated');
});

test('a file with a byte changed anywhere is refused or converted, no more', async () => {
  const bytes = readFixture(SMALL);
  for (let step = 0; step < 100; step++) {
    const place = Math.floor(((step + 0.5) * bytes.length) / 100);
    const damaged = bytes.slice();
    damaged[place] = (damaged[place] ?? 0) ^ 0x55;
    await expectNoCrash(() => convert(damaged));
  }
});

test('a source that gives fewer bytes than asked for is found out', async () => {
  const bytes = readFixture(SMALL);
  const source = {
    size: bytes.length,
    read: (start: number, end: number) => Promise.resolve(bytes.slice(start, end - 1)),
  };
  await expectCode(() => convertCheckpoint(source), 'checkpoint-damaged');
});

test('an abort stops the reading and is no AppError', async () => {
  const controller = new AbortController();
  const source = countingSource(readFixture(SMALL));
  const conversion = convertCheckpoint(source, { onOpened: () => controller.abort() }, controller.signal);
  await expect(conversion).rejects.toMatchObject({ name: 'AbortError' });
  expect(source.reads).toBe(2);
});
