import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { startHub, type StandInHub } from '../../e2e/stand-in-hub/start-hub';
import { isAbort } from '../../src/shared/errors';
import { convertModel } from '../convert-model';
import { convertCheckpoint } from '../convert/convert-checkpoint';
import { countingSource } from '../convert/testing/counting-source';
import { readFixture } from '../convert/testing/fixtures';
import { LIMITS } from '../sources/limits';
import { UNTOLD } from '../store/model-row';
import type { ModelStore } from '../store/model-store';
import { memoryStore } from '../store/open-store';
import type { LibraryDeps } from './library-deps';
import { openLibrary } from './testing/open-library';

vi.setConfig({ testTimeout: 60_000 });

const RANGE = 256 * 1024;
const BYTES = readFixture('checkpoints/yolov8n-coco-unstripped.pt');
const OTHER = readFixture('checkpoints/yolov8n-coco.pt');
const FILE = 'owner/repo/best.pt';
const source = countingSource(BYTES);
const { onnx: EXPECTED } = await convertCheckpoint(source);
/** What one conversion reads: a third of the file. */
const NEEDED = source.bytesRead;

let hub: StandInHub;
let store: ModelStore;

beforeEach(async () => {
  const files = [{ path: 'best.pt', bytes: BYTES }];
  hub = await startHub({ repos: [{ name: 'owner/repo', files }], plain: { '/best.pt': BYTES } });
  store = { ...memoryStore(), persistent: true };
});
afterEach(() => hub.close());

/** The library of a tab; called again it is the one after a reload. */
const open = (extra: Partial<LibraryDeps> = {}) =>
  openLibrary(hub, store, { convert: convertModel, rangeBytes: RANGE, ...extra });

type Library = Awaited<ReturnType<typeof open>>['library'];

const requests = () =>
  hub.requests.filter(({ to, path }) => to === 'storage' && !path.endsWith('/models.json'));

/** Bytes of the file that were sent, headers not counted. */
function fetched(): number {
  return requests().reduce((sum, { sent }) => sum + Math.max(0, sent() - 1_000), 0);
}

async function only(library: Library) {
  const [view, second] = await library.models();
  expect(second).toBeUndefined();
  return view;
}

async function expectConverted(library: Library, id: string): Promise<void> {
  expect(Buffer.compare(await bytesOf(await library.open(id)), EXPECTED)).toBe(0);
  // Nothing but the model is left.
  expect(await store.parts.contents()).toHaveLength(1);
}

describe('an interrupted checkpoint', () => {
  it.each([1, 3, 20])('goes on after request %i with what is missing', async (cutAt) => {
    hub.faults.add(FILE, { kind: 'cut', after: 50_000, skip: cutAt, times: 1 });
    hub.faults.add(FILE, { kind: 'cut', after: 0, skip: cutAt });
    const before = await open();
    await before.library.add(FILE);
    await expect(before.library.download(FILE)).rejects.toMatchObject({ code: 'network-failed' });
    hub.faults.clear();

    const after = await open();
    const begun = await only(after.library);
    expect(begun).toMatchObject({ state: 'partial', size: BYTES.length });
    expect(begun?.received).toBeGreaterThan(0);
    if (cutAt > 3) expect(begun?.needed).toBe(NEEDED);
    const first = hub.requests.length;
    expect(await after.library.download(FILE)).toMatchObject({ state: 'kept', size: EXPECTED.length });
    // The hub is not asked anew what it has: the commit is known.
    expect(hub.requests[first]?.path).toContain('/resolve/');
    expect(fetched()).toBeLessThanOrEqual(NEEDED + RANGE);
    const shown = after.events.flatMap((event) => (event.kind === 'progress' ? [event.progress] : []));
    expect(shown[0]?.received).toBe(begun?.received);
    await expectConverted(after.library, FILE);
  });

  it('needs no request at all where everything has come', async () => {
    const failing = () => Promise.reject(new Error('a crash'));
    const convert: LibraryDeps['convert'] = (...args) => convertModel(...args).then(failing);
    const { library } = await open({ convert });
    await library.add(FILE);
    await expect(library.download(FILE)).rejects.toThrow('a crash');
    hub.requests.length = 0;
    const after = await open();
    await after.library.download(FILE);
    expect(requests()).toEqual([]);
    await expectConverted(after.library, FILE);
  });

  it('survives a crash while its model is being stored', async () => {
    let crashed = false;
    const parts = {
      ...store.parts,
      put: (...args: Parameters<typeof store.parts.put>) => {
        crashed ||= args[2].length === RANGE && Buffer.compare(args[2], EXPECTED.subarray(0, RANGE)) === 0;
        return crashed ? Promise.reject(new Error('a crash')) : store.parts.put(...args);
      },
    };
    const { library } = await open({ store: { ...store, parts } });
    await library.add(FILE);
    await expect(library.download(FILE)).rejects.toThrow('a crash');
    expect(crashed).toBe(true);
    hub.requests.length = 0;
    const after = await open();
    await after.library.download(FILE);
    expect(requests()).toEqual([]);
    await expectConverted(after.library, FILE);
  });

  it('is cancelled with what came kept, tells what it is meanwhile, and is discarded as a whole', async () => {
    const { library } = await open();
    await library.add(FILE);
    hub.faults.add(FILE, { kind: 'stall', after: 100, skip: 12 });
    const failed = expect(library.download(FILE)).rejects.toSatisfy(isAbort);
    await expect.poll(() => requests().length, { timeout: 20_000 }).toBeGreaterThan(12);
    expect((await only(library))?.facts).toMatchObject({
      task: 'detect',
      inputSize: { width: 640, height: 640 },
      checkpoint: { fileSize: BYTES.length, sha256OfParts: undefined },
    });
    await library.cancel(FILE);
    await failed;
    expect(await only(library)).toMatchObject({ state: 'partial', needed: NEEDED });
    await library.discard(FILE);
    expect(await only(library)).toMatchObject({ state: 'remote', received: 0, facts: undefined });
    expect(await store.parts.contents()).toEqual([]);
  });

  it('fetches again what was damaged on the disk meanwhile, and no more', async () => {
    const { library } = await open();
    await library.add(FILE);
    hub.faults.add(FILE, { kind: 'hub-status', status: 404, skip: 15 });
    await expect(library.download(FILE)).rejects.toMatchObject({ code: 'hub-refused' });
    const [row] = await store.rows.all();
    const { content = '', parts = [] } = row?.partial ?? {};
    const bytes = new Uint8Array((await (await store.parts.get(content, 5))?.arrayBuffer()) ?? []);
    bytes[7] = (bytes[7] ?? 0) ^ 1;
    await store.parts.put(content, 5, bytes);
    hub.faults.clear();
    const after = await open();
    await after.library.download(FILE);
    expect(fetched()).toBeLessThanOrEqual(NEEDED + (parts[5]?.size ?? 0) + RANGE);
    await expectConverted(after.library, FILE);
  });

  it('says before it fetches the weights that they will not fit, and keeps what came when the disk is full', async () => {
    const space = () => Promise.resolve({ usage: 0, quota: NEEDED + 3_000_000, persisted: false });
    const cramped = await open({ store: { ...store, space } });
    await cramped.library.add(FILE);
    await expect(cramped.library.download(FILE)).rejects.toMatchObject({ code: 'store-full' });
    expect(fetched()).toBeLessThan(600_000);
    const { library } = await open();
    await library.download(FILE);
    await expectConverted(library, FILE);
  });
});

describe('a changed file', () => {
  it.each([
    ['while it is read', 8],
    ['between two reads of its beginning', 1],
  ])('is noticed %s, and nothing of the mixture is kept', async (_, skip) => {
    const { library } = await open();
    await library.add(FILE);
    hub.faults.add(FILE, { kind: 'replaced', bytes: BYTES.map((byte) => byte ^ 1), skip });
    await expect(library.download(FILE)).rejects.toMatchObject({ code: 'download-changed' });
    expect(await only(library)).toMatchObject({ state: 'remote', received: 0 });
    expect(await store.parts.contents()).toEqual([]);
  });

  it('is begun anew after a reload where the branch has moved and the hub was asked', async () => {
    const { library } = await open();
    await library.add(FILE);
    hub.faults.add(FILE, { kind: 'hub-status', status: 404, skip: 10 });
    await expect(library.download(FILE)).rejects.toMatchObject({ code: 'hub-refused' });
    hub.faults.clear();
    const commit = hub.push('owner/repo', 'main', [{ path: 'best.pt', bytes: OTHER }]);
    const after = await open();
    await after.library.add(FILE);
    expect(await after.library.download(FILE)).toMatchObject({ state: 'kept', commit });
    const { onnx } = await convertCheckpoint(countingSource(OTHER));
    expect(Buffer.compare(await bytesOf(await after.library.open(FILE)), onnx)).toBe(0);
    expect(await store.parts.contents()).toHaveLength(1);
  });

  it('is told from a commit that only moved', async () => {
    const { library } = await open();
    await library.add(FILE);
    await library.download(FILE);
    const files = [{ path: 'best.pt', bytes: BYTES }];
    const moved = hub.push('owner/repo', 'main', [...files, { path: 'notes.txt', bytes: OTHER }]);
    expect(await library.checkForUpdates(FILE)).toMatchObject({ state: 'kept', commit: moved });
    hub.push('owner/repo', 'main', [{ path: 'best.pt', bytes: OTHER }]);
    expect(await library.checkForUpdates(FILE)).toMatchObject({ state: 'update', commit: moved });
  });

  it('whose parts are not what their CRC says is refused', async () => {
    const { library } = await open();
    await library.add(FILE);
    hub.faults.add(FILE, { kind: 'wrong-bytes', skip: 14, times: 1 });
    await expect(library.download(FILE)).rejects.toMatchObject({ code: 'checkpoint-damaged' });
    expect(await store.parts.contents()).toEqual([]);
  });
});

describe('a server that sends whole files only', () => {
  it.each([
    ['a file of the hub', () => FILE, FILE, 1],
    ['an address', () => `${hub.storageOrigin}/best.pt`, '/best.pt', 2],
  ])('is read once: %s', async (_, reference, name, probes) => {
    hub.faults.add(name, { kind: 'whole' });
    const { library } = await open();
    await library.add(reference());
    expect(await library.download(reference())).toMatchObject({ state: 'kept', size: EXPECTED.length });
    // Of the answers to the probes nothing but the headers is read.
    expect(requests()).toHaveLength(probes + 1);
    await expectConverted(library, reference());
    // It is kept, not taken for an update of itself.
    expect((await only(await open().then((tab) => tab.library)))?.state).toBe('kept');
  });

  it('is read once too where a script may not see which part has come', async () => {
    hub.faults.add('/best.pt', { kind: 'hidden-range' });
    const address = `${hub.storageOrigin}/best.pt`;
    const { library } = await open();
    await library.add(address);
    await library.download(address);
    await expectConverted(library, address);
  });

  it('is held to the published hash', async () => {
    hub.faults.add(FILE, { kind: 'whole' });
    // Of the optimizer, which the conversion does not read.
    hub.faults.add(FILE, { kind: 'wrong-bytes', skip: 1 });
    const { library } = await open();
    await library.add(FILE);
    await expect(library.download(FILE)).rejects.toMatchObject({ code: 'download-hash' });
    expect(await store.parts.contents()).toEqual([]);
  });

  it('is begun anew where it was cut, as it can only send from the beginning', async () => {
    hub.faults.add(FILE, { kind: 'whole' });
    hub.faults.add(FILE, { kind: 'cut', after: 9_000_000, skip: 1, times: 1 });
    const { library } = await open();
    await library.add(FILE);
    await library.download(FILE);
    expect(requests()).toHaveLength(3);
    await expectConverted(library, FILE);
  });

  it('is refused for a file beyond the limit, before it is fetched', async () => {
    hub.faults.add(FILE, { kind: 'whole' });
    const { library } = await open();
    await library.add(FILE);
    const file = { ...UNTOLD, size: LIMITS.wholeCheckpointBytes + 1 };
    const partial = { content: 'none', parts: [], file };
    await store.rows.update(FILE, (row) => row && { ...row, partial });
    await expect(library.download(FILE)).rejects.toMatchObject({ code: 'model-too-large' });
    expect(requests()).toHaveLength(1);
  });
});

async function bytesOf({ file }: { readonly file: Blob }): Promise<Uint8Array> {
  return new Uint8Array(await file.arrayBuffer());
}
