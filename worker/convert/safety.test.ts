import { expect, test, vi } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { OPCODE } from './limits';
import type { PickleValue } from './pickle/values';
import { checkpointOf } from './testing/checkpoint-files';
import { countingSource } from './testing/counting-source';
import { expectCode, expectNoCrash } from './testing/expect-error';
import { readFixture } from './testing/fixtures';
import { changedNetwork, SMALL } from './testing/small-network';
import { global, program, text, writePickle } from './testing/write-pickle';

// A hundred conversions in one test take their time on a busy machine.
vi.setConfig({ testTimeout: 30_000 });

const convert = (bytes: Uint8Array<ArrayBuffer>) => convertCheckpoint(countingSource(bytes));

test('a checkpoint taken apart and put together again is converted to the same bytes', async () => {
  const again = await convert(await changedNetwork(() => undefined));
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
  const bytes = await changedNetwork(({ model }) => model.set('names', new Map(names.entries())));
  const { summary, onnx } = await convert(bytes);
  expect(summary.names).toEqual(names);
  expect(
    Buffer.from(onnx).includes("{0: '__proto__', 1: 'constructor', 2: 'it\\'s \\\\ here', 3: 'a\\u000ab'"),
  ).toBe(true);
});

test('a file without a byte order, as older versions of torch wrote it, is converted', async () => {
  const bytes = await changedNetwork(({ entries }) => {
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
