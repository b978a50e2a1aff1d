import { describe, expect, it } from 'vitest';
import type { Fault } from '../../e2e/stand-in-hub/faults';
import { impatientTransport } from './impatient-transport';
import { bytes, expectPrefix, memorySink, NAME, RANGE, rangeScene } from './testing/range-scene';

const scene = rangeScene();

describe('downloadRanges, what it does not take', () => {
  const refused: [string, Fault, string][] = [
    ['HTML', { kind: 'html', skip: 2 }, 'download-html'],
    ['another part than was asked for', { kind: 'shifted', by: -RANGE, skip: 2 }, 'download-range-wrong'],
    ['a part that goes on too far', { kind: 'shifted', by: 1, skip: 2 }, 'download-range-wrong'],
    ['a longer body', { kind: 'long', by: 5, skip: 2 }, 'download-length'],
    [
      'a file replaced by one of another size',
      { kind: 'replaced', bytes: bytes.subarray(9), skip: 2 },
      'download-changed',
    ],
    [
      'a file replaced by one of the same size',
      { kind: 'replaced', bytes: bytes.toReversed(), skip: 2 },
      'download-changed',
    ],
    ['no file', { kind: 'hub-status', status: 404, skip: 2 }, 'hub-refused'],
    ['a refusal', { kind: 'hub-status', status: 403, skip: 2 }, 'hub-refused'],
    ['connections that always break', { kind: 'cut', after: 0, skip: 2 }, 'network-failed'],
    ['a server that always fails', { kind: 'hub-status', status: 500, skip: 2 }, 'hub-failed'],
    ['signatures that are always old', { kind: 'expired', skip: 2 }, 'download-expired'],
    ['a redirect loop', { kind: 'loop', skip: 2 }, 'network-failed'],
    ['bodies that are always short', { kind: 'short', by: RANGE, skip: 2 }, 'download-truncated'],
  ];
  it.each(refused)('stops at %s and keeps the ranges before', async (_, fault, code) => {
    scene.hub.faults.add(NAME, fault);
    const store = memorySink();
    await expect(scene.download(store.sink)).rejects.toMatchObject({ code });
    expectPrefix(store);
    expect(store.kept).toHaveLength(2);
  });

  it.each([401, 403, 404, 400, 410])('asks once only after %i', async (status) => {
    scene.hub.faults.add(NAME, { kind: 'hub-status', status });
    const transport = impatientTransport();
    await expect(scene.download(memorySink().sink, { transport })).rejects.toThrow();
    expect(transport.waits).toEqual([]);
    expect(scene.hub.requests).toHaveLength(1);
  });

  it('does not take a server that starts over each time for progress', async () => {
    scene.hub.faults.add(NAME, { kind: 'whole' });
    scene.hub.faults.add(NAME, { kind: 'cut', after: 3 * RANGE });
    const transport = impatientTransport();
    await expect(scene.download(memorySink().sink, { transport })).rejects.toMatchObject({
      code: 'network-failed',
    });
    expect(transport.waits.length).toBeLessThan(12);
  });

  it('finds a file shorter than what is stored to be another one', async () => {
    scene.hub.plain.set('/shrunk.onnx', bytes.subarray(0, RANGE));
    const setup = { plain: '/shrunk.onnx', offset: 2 * RANGE };
    await expect(scene.download(memorySink().sink, setup)).rejects.toMatchObject({
      code: 'download-changed',
    });
  });

  it.each([
    ['/page', '\ufeff \n<!DOCTYPE html><html>', 'download-html'],
    ['/pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n', 'download-pointer'],
    ['/empty', '', 'download-empty'],
  ])('recognises %s by its bytes', async (plain, text, code) => {
    scene.hub.plain.set(plain, new TextEncoder().encode(text));
    await expect(scene.download(memorySink().sink, { plain })).rejects.toMatchObject({ code });
  });

  it('refuses a size other than the published one before taking a byte', async () => {
    const store = memorySink();
    const known = { size: bytes.length + 1 };
    await expect(scene.download(store.sink, { known })).rejects.toMatchObject({
      code: 'download-length',
      data: { expected: bytes.length + 1, actual: bytes.length },
    });
    expect(store.kept).toHaveLength(0);
  });

  it('passes on what the store rejects with', async () => {
    const store = memorySink();
    const full = new Error('full');
    const sink = { ...store.sink, write: () => Promise.reject(full) };
    await expect(scene.download(sink)).rejects.toBe(full);
  });

  it('names no signature in its errors', async () => {
    scene.hub.faults.add(NAME, { kind: 'expired' });
    const error: unknown = await scene.download(memorySink().sink).catch((reason: unknown) => reason);
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toMatch(/Signature|Expires/);
  });
});
