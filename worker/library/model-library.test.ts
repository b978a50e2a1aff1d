import { createHash } from 'node:crypto';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { startHub, type StandInHub } from '../../e2e/stand-in-hub/start-hub';
import { AppError, isAbort } from '../../src/shared/errors';
import type { ModelsEvent } from '../../src/shared/models-api';
import { impatientTransport } from '../sources/impatient-transport';
import type { ModelStore } from '../store/model-store';
import { memoryStore } from '../store/open-store';
import { soloTab, type TabLink } from '../store/tab-link';
import type { LibraryDeps, TabMessage } from './library-deps';
import { createModelLibrary } from './model-library';

const RANGE = 16 * 1024;
const FILE = 'owner/repo/a.onnx';
const TOKEN = 'hf_secretSECRETsecret';
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that do not repeat within a range, different for each `seed`. */
function model(seed: number, length = 5 * RANGE + 321): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length).map((_, at) => (at * 31 + (at >> 8) * 17 + seed * 101) & 0xff);
  bytes[0] = 8;
  return bytes;
}
const first = model(1);
const second = model(2);

let hub: StandInHub;
let store: ModelStore;

beforeEach(async () => {
  hub = await startHub({
    repos: [
      {
        name: 'owner/repo',
        files: [
          { path: 'a.onnx', bytes: first },
          { path: 'best.pt', bytes: second },
          { path: 'README.md', bytes: first, lfs: false },
        ],
      },
      { name: 'gated/repo', files: [{ path: 'a.onnx', bytes: first }], gated: 'auto' },
    ],
    tokens: { [TOKEN]: { opens: ['gated/repo'] }, other: { opens: [] } },
    plain: { '/plain.onnx': first },
  });
  store = { ...memoryStore(), persistent: true };
});
afterEach(() => hub.close());

/** Tabs of one browser: a lock and a channel in common. */
function linkTabs(): () => TabLink<TabMessage> {
  const locks = soloTab<TabMessage>();
  const listeners: ((message: TabMessage) => void)[] = [];
  return () => {
    let own: (message: TabMessage) => void = () => undefined;
    return {
      ...locks,
      tell: (message) =>
        listeners.filter((other) => other !== own).forEach((other) => other(structuredClone(message))),
      listen: (listener) => listeners.push((own = listener)),
    };
  };
}

let contents = 0;
/** A library over the test's store, as one tab has it; called again it is the tab after a reload. */
async function open(extra: Partial<LibraryDeps> = {}, catalogue: object = { models: [] }) {
  const transport = impatientTransport();
  const library = createModelLibrary({
    transport,
    store,
    tabs: soloTab(),
    newContent: () => `content${contents++}`,
    rangeBytes: RANGE,
    ...extra,
  });
  hub.plain.set('/models.json', new TextEncoder().encode(JSON.stringify({ hub: hub.origin, ...catalogue })));
  await library.start(`${hub.storageOrigin}/models.json`);
  const events: ModelsEvent[] = [];
  await library.subscribe((event) => events.push(event));
  return { library, transport, events };
}

/** Of the bytes the engine would get. */
async function hashOf(library: Awaited<ReturnType<typeof open>>['library'], id: string) {
  return sha256(new Uint8Array(await (await library.open(id)).file.arrayBuffer()));
}

const state = async (library: Awaited<ReturnType<typeof open>>['library'], id: string) =>
  (await library.models()).find((entry) => entry.id === id)?.state;

/** Changes one stored byte, as a failing disk does. */
async function damage(index: number): Promise<void> {
  const [row] = (await store.rows.all()).filter(({ kept, partial }) => kept ?? partial);
  const content = row?.kept?.content ?? row?.partial?.content ?? '';
  const bytes = new Uint8Array((await (await store.parts.get(content, index))?.arrayBuffer()) ?? []);
  bytes[7] = (bytes[7] ?? 0) ^ 1;
  await store.parts.put(content, index, bytes);
}

describe('adding', () => {
  it('offers the usable files of a repository with their sizes', async () => {
    const { library } = await open();
    expect(await library.add('owner/repo')).toMatchObject({
      kind: 'choices',
      gated: false,
      files: [
        { path: 'a.onnx', reference: FILE, format: 'onnx', size: first.length, sha256: sha256(first) },
        { path: 'best.pt', format: 'checkpoint' },
      ],
    });
  });

  it('shows commit, size and hash before anything is downloaded', async () => {
    const { library } = await open();
    const added = await library.add(`${hub.origin}/${FILE.replace('/a.onnx', '/blob/main/a.onnx')}`);
    expect(added).toMatchObject({
      kind: 'model',
      model: {
        id: FILE,
        state: 'remote',
        size: first.length,
        sha256: sha256(first),
        sha256Published: true,
        commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      },
    });
    expect(hub.requests.some(({ path }) => path.includes('/resolve/'))).toBe(false);
  });

  it('takes a listed model for the one of the catalogue', async () => {
    const { library } = await open({}, { models: [{ id: 'listed', label: 'Listed', address: FILE }] });
    expect(await library.add(FILE)).toMatchObject({ model: { id: 'listed', label: 'Listed' } });
    expect(await library.models()).toHaveLength(1);
  });
});

describe('downloading', () => {
  it.each([
    ['a file of the hub', () => FILE, true],
    ['a plain address', () => `${hub.storageOrigin}/plain.onnx`, false],
  ])('keeps %s once its hash is right', async (_, reference, published) => {
    const { library, events } = await open();
    await library.add(reference());
    const view = await library.download(reference());
    expect(view).toMatchObject({
      state: 'kept',
      size: first.length,
      sha256: sha256(first),
      sha256Published: published,
    });
    expect(await hashOf(library, reference())).toBe(sha256(first));
    const exported = new Uint8Array(await (await library.exportFile(reference())).arrayBuffer());
    expect(sha256(exported)).toBe(sha256(first));
    expect(events.some(({ kind }) => kind === 'progress')).toBe(true);
    const again = await open();
    hub.requests.length = 0;
    expect(await hashOf(again.library, reference())).toBe(sha256(first));
    expect(hub.requests).toHaveLength(0);
  });

  it('downloads a model once, however often it is asked for', async () => {
    const { library } = await open();
    await library.add(FILE);
    await Promise.all([library.download(FILE), library.download(FILE)]);
    await library.download(FILE);
    expect(hub.requests.filter(({ path }) => path.startsWith('/stored/'))).toHaveLength(6);
  });

  it(
    'continues after a reload from the last full range, wherever it was cut (20 seeds)',
    { timeout: 30_000 },
    async () => {
      for (let seed = 1; seed <= 20; seed++) {
        store = { ...memoryStore(), persistent: true };
        hub.faults.clear();
        const skip = seed % 6;
        // Somewhere in the range, and then for good.
        hub.faults.add(FILE, {
          kind: 'cut',
          after: (seed * 7919) % (skip === 5 ? 321 : RANGE),
          skip,
          times: 1,
        });
        hub.faults.add(FILE, { kind: 'cut', after: 0, skip });
        const before = await open();
        await before.library.add(FILE);
        await expect(before.library.download(FILE)).rejects.toMatchObject({ code: 'network-failed' });
        hub.faults.clear();
        const after = await open();
        const received = (await after.library.models())[0]?.received ?? -1;
        expect(received, `seed ${seed}`).toBe((seed % 6) * RANGE);
        hub.requests.length = 0;
        await after.library.download(FILE);
        expect(
          hub.requests.filter(({ to }) => to === 'storage'),
          `seed ${seed}`,
        ).toHaveLength(6 - (seed % 6));
        expect(await hashOf(after.library, FILE)).toBe(sha256(first));
      }
    },
  );

  it('fetches again the ranges that were damaged or lost on the disk meanwhile', async () => {
    const { library } = await open();
    hub.faults.add(FILE, { kind: 'hub-status', status: 404, skip: 4 });
    await library.add(FILE);
    await expect(library.download(FILE)).rejects.toThrow();
    await damage(2);
    hub.faults.clear();
    hub.requests.length = 0;
    await (await open()).library.download(FILE);
    expect(
      hub.requests.find(({ to, path }) => to === 'storage' && path !== '/models.json')?.headers.range,
    ).toBe(`bytes=${2 * RANGE}-${3 * RANGE - 1}`);
    expect(await hashOf(library, FILE)).toBe(sha256(first));
  });

  it('does not count bytes that were stored without their row: a crash in between', async () => {
    const { library } = await open();
    await library.add(FILE);
    const rows = store.rows;
    let writes = 0;
    const crashing = {
      ...store,
      rows: {
        ...rows,
        update: (...args: Parameters<typeof rows.update>) =>
          ++writes > 5 ? Promise.reject(new AppError('store-failed')) : rows.update(...args),
      },
    };
    const crashed = await open({ store: crashing });
    await expect(crashed.library.download(FILE)).rejects.toMatchObject({ code: 'store-failed' });
    const after = await open();
    await after.library.download(FILE);
    expect(await hashOf(after.library, FILE)).toBe(sha256(first));
  });

  it.each([
    ['wrong bytes', { kind: 'wrong-bytes', skip: 2, times: 1 }, 'download-hash'],
    ['a longer body', { kind: 'long', by: 3, skip: 2, times: 1 }, 'download-length'],
    ['a replaced file', { kind: 'replaced', bytes: second, skip: 2 }, 'download-changed'],
  ] as const)('keeps nothing of %s', async (_, fault, code) => {
    const { library, events } = await open();
    hub.faults.add(FILE, fault);
    await library.add(FILE);
    await expect(library.download(FILE)).rejects.toMatchObject({ code });
    expect(await state(library, FILE)).toBe('remote');
    expect(await store.parts.contents()).toEqual([]);
    await expect(library.open(FILE)).rejects.toMatchObject({ code: 'model-not-kept' });
    expect(events).toContainEqual(expect.objectContaining({ kind: 'stopped', id: FILE, code }));
    hub.faults.clear();
    await library.download(FILE);
    expect(await hashOf(library, FILE)).toBe(sha256(first));
  });

  it('cancels with what came kept, and discards with it freed', async () => {
    const { library, events } = await open();
    await library.add(FILE);
    hub.faults.add(FILE, { kind: 'stall', after: 100, skip: 3 });
    const running = library.download(FILE);
    const failed = expect(running).rejects.toSatisfy(isAbort);
    await expect.poll(() => hub.requests.filter(({ to }) => to === 'storage').length).toBeGreaterThan(4);
    await library.cancel(FILE);
    await failed;
    expect((await library.models())[0]).toMatchObject({ state: 'partial', received: 3 * RANGE });
    expect(events).toContainEqual({ kind: 'stopped', id: FILE, code: undefined, data: {} });
    await library.discard(FILE);
    expect((await library.models())[0]).toMatchObject({ state: 'remote', received: 0 });
    expect(await store.parts.contents()).toEqual([]);
  });

  it('says before the download that it will not fit, and keeps what was there when the disk is full half way', async () => {
    const { library } = await open();
    await library.add(FILE);
    await library.download(FILE);
    const full = { ...store, space: () => Promise.resolve({ usage: 90, quota: 100, persisted: false }) };
    const cramped = await open({ store: full });
    await cramped.library.add(`${hub.storageOrigin}/plain.onnx`);
    hub.requests.length = 0;
    const address = `${hub.storageOrigin}/plain.onnx`;
    await expect(cramped.library.download(address)).rejects.toMatchObject({
      code: 'store-full',
      data: { available: 10 },
    });
    let puts = 0;
    const parts = {
      ...store.parts,
      put: (...args: Parameters<typeof store.parts.put>) =>
        ++puts > 2 ? Promise.reject(new AppError('store-full')) : store.parts.put(...args),
    };
    const breaking = await open({ store: { ...store, parts } });
    await expect(breaking.library.download(address)).rejects.toMatchObject({ code: 'store-full' });
    expect(await hashOf(library, FILE)).toBe(sha256(first));
    expect((await library.models()).find(({ id }) => id === address)).toMatchObject({
      state: 'partial',
      received: 2 * RANGE,
    });
    await library.download(address);
    expect(await hashOf(library, address)).toBe(sha256(first));
  });

  it('holds the catalogue to its hash', async () => {
    const catalogue = { models: [{ id: 'pinned', label: 'Pinned', address: FILE, sha256: 'f'.repeat(64) }] };
    const { library } = await open({}, catalogue);
    await expect(library.download('pinned')).rejects.toMatchObject({ code: 'download-hash' });
    expect(hub.requests.some(({ path }) => path.includes('/resolve/'))).toBe(false);
  });

  it('opens a bundled model from the site, and never one that was altered', async () => {
    hub.plain.set('/models/site.onnx', first);
    const entry = {
      id: 'site',
      label: 'Site',
      address: './models/site.onnx',
      sha256: sha256(first),
      size: first.length,
    };
    const { library } = await open({}, { models: [entry] });
    expect(await state(library, 'site')).toBe('bundled');
    expect(await hashOf(library, 'site')).toBe(sha256(first));
    // What is kept has the catalogue's hash, so the site is not asked again, nor its new file believed.
    hub.plain.set('/models/site.onnx', model(3));
    expect(await hashOf(library, 'site')).toBe(sha256(first));
    expect(await state(library, 'site')).toBe('bundled');
    store = { ...memoryStore(), persistent: true };
    const { library: elsewhere } = await open({}, { models: [entry] });
    await expect(elsewhere.open('site')).rejects.toMatchObject({ code: 'download-hash' });
  });

  it('follows the site where the catalogue gives no hash, and falls back to what is kept', async () => {
    hub.plain.set('/models/site.onnx', first);
    const entry = { id: 'site', label: 'Site', address: './models/site.onnx' };
    const { library } = await open({}, { models: [entry] });
    expect(await hashOf(library, 'site')).toBe(sha256(first));
    hub.plain.set('/models/site.onnx', model(3));
    expect(await hashOf(library, 'site')).toBe(sha256(model(3)));
    hub.plain.delete('/models/site.onnx');
    expect(await hashOf(library, 'site')).toBe(sha256(model(3)));
  });
});

describe('two tabs', () => {
  it('download once, and both see the progress', async () => {
    const tab = linkTabs();
    const one = await open({ tabs: tab() });
    const two = await open({ tabs: tab() });
    await one.library.add(FILE);
    hub.requests.length = 0;
    await Promise.all([one.library.download(FILE), two.library.download(FILE)]);
    expect(hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(6);
    for (const { events } of [one, two]) {
      expect(events.some(({ kind }) => kind === 'progress')).toBe(true);
    }
    for (const { library } of [one, two]) {
      expect((await library.models())[0]).toMatchObject({ state: 'kept', progress: undefined });
    }
  });

  it('see that a download of another has ended', async () => {
    const tab = linkTabs();
    const one = await open({ tabs: tab() });
    const two = await open({ tabs: tab() });
    await one.library.add(FILE);
    await one.library.download(FILE);
    expect(two.events.some(({ kind }) => kind === 'progress')).toBe(true);
    await expect
      .poll(() => two.events.findLast(({ kind }) => kind === 'models'))
      .toMatchObject({ models: [{ state: 'kept', progress: undefined }] });
  });

  it('cancel each other', async () => {
    const tab = linkTabs();
    const one = await open({ tabs: tab() });
    const two = await open({ tabs: tab() });
    await one.library.add(FILE);
    hub.faults.add(FILE, { kind: 'stall', after: 100, skip: 1 });
    const failed = expect(one.library.download(FILE)).rejects.toSatisfy(isAbort);
    await expect.poll(async () => (await two.library.models())[0]?.progress).toBeDefined();
    await expect.poll(async () => (await two.library.models())[0]?.received).toBe(RANGE);
    await two.library.cancel(FILE);
    await failed;
    await expect.poll(async () => (await two.library.models())[0]?.progress).toBeUndefined();
  });
});

describe('keeping', () => {
  it.each([0, 3, 5])(
    'finds damage in range %i, never runs it, and fetches only what is needed',
    async (part) => {
      const { library } = await open();
      await library.add(FILE);
      await library.download(FILE);
      expect(await library.verify(FILE)).toBe(true);
      await damage(part);
      await expect(library.open(FILE)).rejects.toMatchObject({ code: 'model-damaged' });
      expect(await state(library, FILE)).toBe('damaged');
      expect(await library.verify(FILE)).toBe(false);
      await expect(library.exportFile(FILE)).rejects.toMatchObject({ code: 'model-damaged' });
      hub.requests.length = 0;
      await library.download(FILE);
      expect(hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(6 - part);
      expect(await hashOf(library, FILE)).toBe(sha256(first));
      expect(await store.parts.contents()).toHaveLength(1);
    },
  );

  it('keeps the old file until the new one is verified', async () => {
    const { library } = await open();
    await library.add(FILE);
    await library.download(FILE);
    expect((await library.checkForUpdates(FILE)).state).toBe('kept');
    const moved = hub.push('owner/repo', 'main', [
      { path: 'a.onnx', bytes: first },
      { path: 'b.onnx', bytes: second },
    ]);
    expect(await library.checkForUpdates(FILE)).toMatchObject({ state: 'kept', commit: moved });
    const commit = hub.push('owner/repo', 'main', [{ path: 'a.onnx', bytes: second }]);
    expect(await library.checkForUpdates(FILE)).toMatchObject({ state: 'update', sha256: sha256(first) });
    hub.faults.add(FILE, { kind: 'wrong-bytes', times: 1 });
    await expect(library.download(FILE)).rejects.toMatchObject({ code: 'download-hash' });
    expect(await hashOf(library, FILE)).toBe(sha256(first));
    expect(await library.download(FILE)).toMatchObject({ state: 'kept', commit, sha256: sha256(second) });
    expect(await hashOf(library, FILE)).toBe(sha256(second));
    expect(await store.parts.contents()).toHaveLength(1);
  });

  it('remembers when each was last used, and deletes', async () => {
    const { library, transport } = await open();
    const address = `${hub.storageOrigin}/plain.onnx`;
    for (const reference of [FILE, address]) {
      await library.add(reference);
      await library.download(reference);
      transport.pass(1000);
    }
    transport.pass(1000);
    await library.open(FILE);
    const [used, since] = (await library.models()).map(({ usedAt, keptAt = 0 }) => (usedAt ?? 0) - keptAt);
    expect([used, since]).toEqual([3000, 0]);
    await library.delete(address);
    expect((await library.models()).map(({ id }) => id)).toEqual([FILE]);
    expect(await store.parts.contents()).toHaveLength(1);
    expect(await library.storage()).toMatchObject({ available: true, askToPersist: false });
  });

  it('sweeps what a crash left behind and nothing else', async () => {
    const { library } = await open();
    await library.add(FILE);
    await library.download(FILE);
    await store.parts.put('orphan', 0, first);
    await open();
    await expect.poll(() => store.parts.contents()).not.toContain('orphan');
    expect(await hashOf(library, FILE)).toBe(sha256(first));
  });

  it('keeps a local file once, with its own hash', async () => {
    const { library } = await open();
    const view = await library.addLocal(new Blob([first]), 'mine.onnx');
    expect(view).toMatchObject({
      label: 'mine.onnx',
      state: 'kept',
      sha256: sha256(first),
      shareable: false,
    });
    expect((await library.addLocal(new Blob([first]), 'copy.onnx')).id).toBe(view.id);
    expect(await library.models()).toHaveLength(1);
    expect(await hashOf(library, view.id)).toBe(sha256(first));
    await expect(library.addLocal(new Blob([]), 'none.onnx')).rejects.toMatchObject({
      code: 'download-empty',
    });
  });

  it('runs from memory where there is no storage, and says so', async () => {
    store = memoryStore();
    const { library } = await open();
    await library.add(FILE);
    expect((await library.download(FILE)).state).toBe('memory');
    expect(await hashOf(library, FILE)).toBe(sha256(first));
    expect(await library.storage()).toMatchObject({ available: false, askToPersist: false });
  });
});

describe('the token', () => {
  it('opens a gated repository and is found nowhere afterwards', async () => {
    const { library, events } = await open();
    const id = 'gated/repo/a.onnx';
    await library.add(id);
    await expect(library.download(id)).rejects.toMatchObject({
      code: 'hub-gated',
      data: { page: `${hub.origin}/gated/repo`, token: 'none' },
    });
    await library.setToken('other');
    await expect(library.download(id)).rejects.toMatchObject({ code: 'hub-gated-refused' });
    await library.setToken(TOKEN);
    await library.download(id);
    expect(await hashOf(library, id)).toBe(sha256(first));
    const traces = JSON.stringify([events, await store.rows.all(), await library.models()]);
    expect(traces).not.toContain(TOKEN);
    expect(hub.requests.filter(({ to, headers }) => to === 'storage' && headers.authorization)).toEqual([]);
    expect(hub.requests.some(({ path }) => path.includes(TOKEN))).toBe(false);
    expect(JSON.stringify(await store.rows.all())).not.toMatch(/Signature|Expires/);
  });

  it('is forgotten when another hub is set', async () => {
    const { library } = await open();
    await library.setToken(TOKEN);
    await library.setHub(hub.storageOrigin);
    await library.setHub(hub.origin);
    await library.add('gated/repo/a.onnx');
    expect(hub.requests.some(({ headers }) => headers.authorization)).toBe(false);
  });
});
