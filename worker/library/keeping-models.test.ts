import { describe, expect, it } from 'vitest';
import { memoryStore } from '../store/open-store';
import {
  damage,
  FILE,
  first,
  hashOf,
  hub,
  open,
  replaceStore,
  second,
  sha256,
  state,
  store,
} from './testing/library-scene';

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
    replaceStore(memoryStore());
    const { library } = await open();
    await library.add(FILE);
    expect((await library.download(FILE)).state).toBe('memory');
    expect(await hashOf(library, FILE)).toBe(sha256(first));
    expect(await library.storage()).toMatchObject({ available: false, askToPersist: false });
  });
});
