import { createHash } from 'node:crypto';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { fetchRuntime } from './fetch-runtime';

type Bytes = Uint8Array<ArrayBuffer>;

const identity = (bytes: Bytes) => ({
  size: bytes.length,
  sha256: createHash('sha256').update(bytes).digest('hex'),
});
const PLAIN = Uint8Array.from({ length: 9000 }, (_, i) => (i * i) >> 7);
const PACKED = Uint8Array.from(gzipSync(PLAIN));
const ADDRESS = 'https://site.test/ort.wasm';
const FILE = { url: `${ADDRESS}.gz`, packed: identity(PACKED), plain: identity(PLAIN) };

const damaged = (bytes: Bytes) => bytes.map((byte, i) => (i === bytes.length >> 1 ? byte ^ 1 : byte));

const MISSING = new Response('', { status: 404 });
const SERVED = new Response(null, { status: 204 });
const keeping = (bytes: Bytes) => new Map([[ADDRESS, bytes]]);

/** Answers the requests one after the other; `kept` is what lies on the device, and `head` what its address answers. */
function scene(answers: readonly Bytes[], kept = new Map<string, Bytes>(), head = MISSING) {
  const caches: (RequestCache | undefined)[] = [];
  const progress: number[] = [];
  return {
    caches,
    progress,
    kept,
    run: () =>
      fetchRuntime(FILE, ({ received }) => void progress.push(received), {
        fetch: (_, init) => {
          if (init?.method === 'HEAD') return Promise.resolve(head);
          const answer = answers[caches.length];
          caches.push(init?.cache);
          return Promise.resolve(answer ? new Response(answer) : new Response('', { status: 404 }));
        },
        kept: {
          read: (address) => Promise.resolve(kept.get(address)?.slice()),
          write: (address, bytes) => Promise.resolve(void kept.set(address, bytes.slice())),
          has: (address) => Promise.resolve(kept.has(address)),
        },
      }),
  };
}

describe('a runtime', () => {
  test('is fetched, unpacked and kept unpacked', async () => {
    const { run, kept, caches, progress } = scene([PACKED]);
    expect(await run()).toEqual({ bytes: PLAIN });
    expect(caches).toEqual(['no-cache']);
    expect(kept.get(ADDRESS)).toEqual(PLAIN);
    expect(progress.at(-1)).toBe(PACKED.length);
  });

  test('that a server unpacks on the way is taken too', async () => {
    const { run, caches } = scene([PLAIN]);
    expect(await run()).toEqual({ bytes: PLAIN });
    expect(caches).toHaveLength(1);
  });

  test.each([
    ['by nobody', MISSING],
    ['as a page', new Response('', { headers: { 'Content-Type': 'text/html' } })],
  ])('that is kept and served %s is not fetched', async (_, head) => {
    const { run, caches, progress } = scene([], keeping(PLAIN), head);
    expect(await run()).toEqual({ bytes: PLAIN });
    expect(caches).toEqual([]);
    expect(progress).toEqual([PACKED.length]);
  });

  test.each([
    ['damaged', damaged(PLAIN)],
    ['cut short', PLAIN.slice(1)],
    ['packed', PACKED],
  ])('that is kept %s is fetched and kept anew', async (_, bytes) => {
    const { run, caches, kept } = scene([PACKED], keeping(bytes));
    expect(await run()).toEqual({ bytes: PLAIN });
    expect(caches).toEqual(['no-cache']);
    expect(kept.get(ADDRESS)).toEqual(PLAIN);
  });

  test.each([
    ['damaged', damaged(PACKED)],
    ['cut short', PACKED.slice(0, -9)],
    ['another file', Uint8Array.from(gzipSync(damaged(PLAIN)))],
    ['unpacked and damaged', damaged(PLAIN)],
    ['a page', new TextEncoder().encode('<!doctype html>')],
  ])('that comes as %s is asked for once more past every cache', async (_, bytes) => {
    const { run, caches, kept } = scene([bytes, PACKED]);
    expect(await run()).toEqual({ bytes: PLAIN });
    expect(caches).toEqual(['no-cache', 'reload']);
    expect(kept.get(ADDRESS)).toEqual(PLAIN);
  });

  test('that is kept and served is taken by its address, and checked meanwhile', async () => {
    const { run, caches, progress } = scene([], keeping(PLAIN), SERVED);
    const source = await run();
    expect(source).toEqual({ address: ADDRESS, intact: expect.any(Promise) as unknown });
    expect('intact' in source && (await source.intact)).toBe(true);
    expect(caches).toEqual([]);
    expect(progress).toEqual([PACKED.length]);
  });

  test.each([
    ['damaged', damaged(PLAIN)],
    ['cut short', PLAIN.slice(1)],
  ])('that is served %s is told so', async (_, bytes) => {
    const source = await scene([], keeping(bytes), SERVED).run();
    expect('intact' in source && (await source.intact)).toBe(false);
  });

  test('that is fetched is taken by its address where it is served from now on', async () => {
    const { run, kept } = scene([PACKED], undefined, SERVED);
    const source = await run();
    expect(source).toMatchObject({ address: ADDRESS });
    expect('intact' in source && (await source.intact)).toBe(true);
    expect(kept.get(ADDRESS)).toEqual(PLAIN);
  });

  test('that stays damaged is refused, and nothing is kept', async () => {
    const { run, kept } = scene([damaged(PACKED), damaged(PACKED)]);
    await expect(run()).rejects.toMatchObject({ code: 'engine-failed' });
    expect(kept.size).toBe(0);
  });

  test('that is missing is refused with the server’s status', async () => {
    await expect(scene([]).run()).rejects.toMatchObject({
      code: 'engine-failed',
      data: { reason: 'the server does not send its file (HTTP 404)' },
    });
  });
});
