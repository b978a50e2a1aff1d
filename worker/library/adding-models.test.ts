import { describe, expect, it } from 'vitest';
import { FILE, first, hashOf, hub, open, sha256, store, TOKEN } from './testing/library-scene';

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
