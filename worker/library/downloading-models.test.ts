import { describe, expect, it } from 'vitest';
import { AppError, isAbort } from '../../src/shared/errors';
import { memoryStore } from '../store/open-store';
import {
  damage,
  FILE,
  first,
  hashOf,
  hub,
  model,
  open,
  RANGE,
  replaceStore,
  second,
  sha256,
  state,
  store,
} from './testing/library-scene';

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
        replaceStore({ ...memoryStore(), persistent: true });
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
    replaceStore({ ...memoryStore(), persistent: true });
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
