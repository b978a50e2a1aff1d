import { expect, test, vi } from 'vitest';
import type { ErrorCode } from '../../src/shared/errors';
import { convertCheckpoint } from './convert-checkpoint';
import {
  PickleList,
  PickleRecord,
  StorageReference,
  TensorReference,
  type PickleValue,
} from './pickle/values';
import { countingSource } from './testing/counting-source';
import { expectCode } from './testing/expect-error';
import { changedNetwork, record, type SmallNetwork } from './testing/small-network';

vi.setConfig({ testTimeout: 30_000 });

type Change = (network: SmallNetwork) => void;
const convertChanged = async (change: Change) =>
  convertCheckpoint(countingSource(await changedNetwork(change)));

function listOf(length: number, value: PickleValue): PickleList {
  const list = new PickleList();
  list.items.push(...Array<PickleValue>(length).fill(value));
  return list;
}

test.each<readonly [string, Change]>([
  ['a storage that is missing from the archive', (n) => n.restore({ key: '999999' })],
  ['a storage longer than its entry', (n) => n.restore({ length: 10 ** 9 })],
  ['a storage of another type than its entry', (n) => n.restore({ type: 'Float' })],
  ['a tensor that shows one element again and again', (n) => n.reshape([8, 10_000, 3, 3], [0, 0, 0, 0])],
  ['a list for a layer', (n) => n.layers.set('1', new PickleList())],
  ['a layer with a path for a name', (n) => n.layers.set('../1', n.firstLayer)],
  ['no class names', (n) => n.names.clear()],
  ['a class without a name', (n) => n.names.delete(6)],
  ['class names with gaps', (n) => n.names.set(1_000_000, 'far')],
])('%s is damage', async (_, change) => {
  await expectCode(() => convertChanged(change), 'checkpoint-damaged');
});

test.each<readonly [string, Change]>([
  ['a kernel of three dimensions', (n) => n.reshape([8, 3, 9], [27, 9, 1])],
  [
    'a layer in place of another',
    (n) => n.layers.set('0', record('torch.nn.modules.container.ModuleList', [])),
  ],
  ['no layers', (n) => n.layers.clear()],
  ['input from a layer that comes later', (n) => n.setAttribute(n.firstLayer, 'f', 7)],
  ['input from a layer that is no number', (n) => n.setAttribute(n.firstLayer, 'f', '__proto__')],
  [
    'endless inputs',
    (n) =>
      n.layers.set(
        '1',
        record('ultralytics.nn.modules.conv.Concat', [
          ['d', 1],
          ['f', listOf(10_000, -1)],
        ]),
      ),
  ],
  ['a negative padding', (n) => n.conv.set('padding', [-1, -1])],
  ['a padding of billions', (n) => n.conv.set('padding', [2 ** 30, 1])],
  ['a padding of something else than zeros', (n) => n.conv.set('padding_mode', 'reflect')],
  [
    'a name of Object.prototype for a part',
    (n) => {
      const conv = n.firstParts.get('conv') ?? null;
      n.firstParts.delete('conv');
      n.firstParts.set('__proto__', conv);
    },
  ],
])('%s is not as a network should be', async (_, change) => {
  await expectCode(() => convertChanged(change), 'checkpoint-unexpected-module');
});

/** One convolution of 67 million weights, named by a thousand layers. */
function nameOften(network: SmallNetwork): void {
  const storage = new StorageReference(network.kernel.storage.key, 'Half', 2 ** 26);
  const huge = new TensorReference(storage, 0, [2 ** 18, 2 ** 8, 1, 1], [2 ** 8, 1, 1, 1]);
  const state = [...network.conv].map(([name, value]) => [name as string, value] as const);
  const conv = record('torch.nn.modules.conv.Conv2d', [
    ...state,
    ['_parameters', new Map<PickleValue, PickleValue>([['weight', huge]])],
    ['f', -1],
  ]);
  for (let layer = 1; layer < 1_000; layer++) network.layers.set(String(layer), conv);
}

/** A layer whose two parts are one layer, whose two parts are one layer, and so on: 2^20 layers in 20 records. */
function nestTwice(network: SmallNetwork): void {
  let layer = network.firstLayer;
  for (let depth = 0; depth < 20; depth++) {
    layer = record('torch.nn.modules.container.Sequential', [
      [
        '_modules',
        new Map<PickleValue, PickleValue>([
          ['0', layer],
          ['1', layer],
        ]),
      ],
      ['f', -1],
    ]);
  }
  network.layers.set('1', layer);
}

test.each<readonly [string, string, Change]>([
  ['a module that contains itself', 'moduleDepth', (n) => n.firstParts.set('act', n.firstLayer)],
  ['modules doubled again and again', 'modules', nestTwice],
  ['a tensor that is named by a thousand layers', 'graphElements', nameOften],
])('%s stops at a limit', async (_, limit, change) => {
  const error = await expectCode(() => convertChanged(change), 'checkpoint-too-large');
  expect(error.data['limit']).toBe(limit);
});

test.each<readonly [string, Change]>([
  ['weights that are not floats', (n) => n.restore({ type: 'Short' })],
  [
    'storages of big-endian numbers',
    ({ entries }) => {
      const index = entries.findIndex(({ name }) => name.endsWith('/byteorder'));
      entries[index] = { name: entries[index]?.name ?? '', data: new TextEncoder().encode('big') };
    },
  ],
])('%s are refused', async (_, change) => {
  await expectCode(() => convertChanged(change), 'checkpoint-unsupported');
});

test.each<readonly [string, ErrorCode, Change, object]>([
  [
    'a layer in the wrong place',
    'checkpoint-unknown-module',
    (n) => n.layers.set('2', record('torch.nn.modules.linear.Linear', [['f', -1]])),
    { module: 'Linear', path: 'model.2' },
  ],
  [
    'a head that is none',
    'checkpoint-unknown-module',
    (n) => n.layers.set('9', record('ultralytics.nn.modules.conv.Conv', [['f', -1]])),
    { module: 'Conv', path: 'model.9' },
  ],
  [
    'a whole that is none',
    'checkpoint-unknown-module',
    (n) => n.root.set('model', new PickleRecord('torch.nn.modules.conv.Conv2d', [])),
    { module: 'torch.nn.modules.conv.Conv2d' },
  ],
])('%s is named', async (_, code, change, data) => {
  expect((await expectCode(() => convertChanged(change), code)).data).toEqual(data);
});
