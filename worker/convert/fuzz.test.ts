import fc from 'fast-check';
import { expect, test } from 'vitest';
import { convertCheckpoint } from './convert-checkpoint';
import { OPCODE } from './limits';
import { unpickle } from './pickle/unpickle';
import { checkpointOf, takeApart } from './testing/checkpoint-files';
import { countingSource } from './testing/counting-source';
import { expectNoCrash } from './testing/expect-error';
import { processorTime } from './testing/processor-time';
import { global, program, text, u32, writePickle } from './testing/write-pickle';
import { writeZip } from './testing/write-zip';
import { readDirectory } from './zip/read-directory';

/** The same cases each time, so that a failure can be repeated. */
const RUNS = { seed: 20_260_101, numRuns: 2_000 };
/** Milliseconds that one case may take. */
const PATIENCE = 1_000;
const MEMORY = 200 * 2 ** 20;

async function bounded(run: () => unknown): Promise<void> {
  expect(await processorTime(() => expectNoCrash(run))).toBeLessThan(PATIENCE);
}

/** Programs that go far: operations with arguments of the right form, from the closed list and beyond. */
const operation = fc.oneof(
  { weight: 8, arbitrary: fc.constantFrom(...Object.values(OPCODE)).map((opcode) => program([opcode])) },
  { weight: 4, arbitrary: fc.nat(5).map((index) => program([OPCODE.BINPUT, index])) },
  { weight: 4, arbitrary: fc.nat(5).map((index) => program([OPCODE.BINGET, index])) },
  { weight: 2, arbitrary: fc.nat().map((value) => program([OPCODE.BININT, u32(value)])) },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('__proto__', 'constructor', 'storage', '0', 'model')
      .map((word) => program(text(word))),
  },
  {
    weight: 3,
    arbitrary: fc
      .constantFrom(
        'collections.OrderedDict',
        'torch._utils._rebuild_tensor_v2',
        'torch.HalfStorage',
        'torch.nn.modules.conv.Conv2d',
        '__builtin__.set',
        'os.system',
      )
      .map((name) => program(global(name))),
  },
  { weight: 1, arbitrary: fc.uint8Array({ maxLength: 6 }).map((bytes) => program([bytes])) },
);

const pickle = fc
  .array(operation, { maxLength: 60 })
  .map((parts) => program([OPCODE.PROTO, 2, ...parts, OPCODE.STOP]));

/** Bytes with some of them changed, more often where the structure is: at the end. */
function mutated(bytes: Uint8Array<ArrayBuffer>) {
  const change = fc.record({ place: fc.double({ min: 0, max: 1, noNaN: true }), value: fc.nat(255) });
  return fc.array(change, { minLength: 1, maxLength: 8 }).map((changes) => {
    const copy = bytes.slice();
    for (const { place, value } of changes) copy[Math.floor(Math.sqrt(place) * (copy.length - 1))] = value;
    return copy;
  });
}

const ARCHIVE = writeZip(
  ['best/data.pkl', 'best/data/0', 'best/data/1', 'best/version'].map((name) => ({
    name,
    data: text(name)[2] as Uint8Array<ArrayBuffer>,
  })),
).bytes;

test('the unpickler survives arbitrary programs, within time and memory', { timeout: 60_000 }, async () => {
  const before = process.memoryUsage();
  await fc.assert(
    fc.asyncProperty(pickle, (bytes) => bounded(() => unpickle(bytes))),
    RUNS,
  );
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 200 }), (bytes) =>
      bounded(() => unpickle(program([OPCODE.PROTO, 2, bytes]))),
    ),
    RUNS,
  );
  const after = process.memoryUsage();
  expect(after.heapUsed + after.arrayBuffers - before.heapUsed - before.arrayBuffers).toBeLessThan(MEMORY);
});

test('the archive reader survives arbitrary bytes and damaged archives', { timeout: 60_000 }, async () => {
  const read = (bytes: Uint8Array<ArrayBuffer>) => bounded(() => readDirectory(countingSource(bytes)));
  await fc.assert(
    fc.asyncProperty(fc.uint8Array({ maxLength: 300 }), (bytes) => read(program([bytes]))),
    RUNS,
  );
  await fc.assert(fc.asyncProperty(mutated(ARCHIVE), read), RUNS);
});

test(
  'whole checkpoints of arbitrary pickles are refused or have no network',
  { timeout: 60_000 },
  async () => {
    const convert = (bytes: Uint8Array<ArrayBuffer>) =>
      bounded(() => convertCheckpoint(countingSource(checkpointOf(bytes).bytes)));
    await fc.assert(fc.asyncProperty(pickle, convert), { ...RUNS, numRuns: 500 });
  },
);

test('a real checkpoint with a changed pickle is refused or converted', { timeout: 60_000 }, async () => {
  const { root, entries } = await takeApart('checkpoints/yolov8n-cls-narrow.pt');
  const others = entries.filter(({ name }) => !name.endsWith('/data.pkl'));
  const convert = (bytes: Uint8Array<ArrayBuffer>) => {
    const zip = writeZip([{ name: 'yolov8n-cls-narrow/data.pkl', data: bytes }, ...others]);
    return bounded(() => convertCheckpoint(countingSource(zip.bytes)));
  };
  await fc.assert(fc.asyncProperty(mutated(writePickle(root)), convert), { ...RUNS, numRuns: 150 });
});
