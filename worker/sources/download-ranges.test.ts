import { createHash } from 'node:crypto';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { Fault } from '../../e2e/stand-in-hub/faults';
import { startHub, type StandInHub } from '../../e2e/stand-in-hub/start-hub';
import { AppError, isAbort } from '../../src/shared/errors';
import { downloadRanges } from './download-ranges';
import type { RangeOptions, RangeSink } from './range-download';
import { impatientTransport } from './impatient-transport';
import type { FileFacts } from './judge-answer';
import { createSha256 } from './sha256';

const RANGE = 64 * 1024;
/** Six full ranges and a bit, of bytes that do not repeat. */
const bytes = new Uint8Array(6 * RANGE + 1234).map((_, at) => (at * 31 + (at >> 8) * 17 + (at >> 16)) & 0xff);
bytes[0] = 8;
const NAME = 'owner/repo/a.onnx';
let hub: StandInHub;
let commit: string;

beforeAll(async () => {
  hub = await startHub({
    repos: [{ name: 'owner/repo', files: [{ path: 'small.onnx', bytes, lfs: false }] }],
  });
  commit = hub.push('owner/repo', 'main', [
    { path: 'a.onnx', bytes },
    { path: 'small.onnx', bytes, lfs: false },
  ]);
  hub.plain.set('/plain.onnx', bytes);
});
afterAll(() => hub.close());
afterEach(() => {
  hub.faults.clear();
  hub.requests.length = 0;
});

/** What a store would have kept: ranges in order. */
function memorySink() {
  const kept: Uint8Array[] = [];
  const facts: FileFacts[] = [];
  let restarts = 0;
  const sink: RangeSink = {
    learned: (news) => Promise.resolve(void facts.push(news)),
    write: (range) => Promise.resolve(void kept.push(range.slice())),
    restart: () => {
      restarts += 1;
      kept.length = 0;
      return Promise.resolve();
    },
  };
  const all = () => Buffer.concat(kept);
  return { sink, kept, facts, all, restarts: () => restarts };
}

interface Setup extends RangeOptions {
  readonly file?: string;
  readonly plain?: string;
  readonly offset?: number;
  readonly known?: Partial<FileFacts>;
  readonly transport?: ReturnType<typeof impatientTransport>;
}

function download(sink: RangeSink, setup: Setup = {}) {
  const path = setup.file ?? 'a.onnx';
  const fromHub = setup.plain === undefined;
  const address = fromHub
    ? `${hub.origin}/owner/repo/resolve/${commit}/${path}`
    : `${hub.storageOrigin}${setup.plain}`;
  const request = {
    address,
    hub: { origin: hub.origin, token: undefined },
    asked: fromHub ? { hub: hub.origin, repo: 'owner/repo', path, withToken: false } : undefined,
    offset: setup.offset ?? 0,
    known: { size: fromHub ? bytes.length : undefined, validator: undefined, ...setup.known },
  };
  return downloadRanges(request, sink, setup.transport ?? impatientTransport(), {
    rangeBytes: RANGE,
    ...setup,
  });
}

/** Every range that was written, whatever happened, is the file's own. */
function expectPrefix(store: ReturnType<typeof memorySink>): void {
  const all = store.all();
  expect(all.equals(bytes.subarray(0, all.length))).toBe(true);
  expect(store.kept.slice(0, -1).every((range) => range.length === RANGE)).toBe(true);
}

describe('downloadRanges', () => {
  it.each([
    ['a large file of the hub', {}],
    ['a small file of the hub', { file: 'small.onnx' }],
    ['a plain address', { plain: '/plain.onnx' }],
  ])('brings %s in full ranges', async (_, setup) => {
    const store = memorySink();
    expect(await download(store.sink, setup)).toBe(bytes.length);
    expect(store.all().equals(bytes)).toBe(true);
    expect(store.kept.map(({ length }) => length)).toEqual([...Array<number>(6).fill(RANGE), 1234]);
    expect(store.facts.at(-1)).toMatchObject({
      size: bytes.length,
      validator: expect.stringMatching(/^etag "/) as string,
    });
    expectPrefix(store);
  });

  it('asks the hub anew for every range, and the storage only in ways that need no preflight', async () => {
    await download(memorySink().sink);
    expect(hub.requests.filter(({ to }) => to === 'hub')).toHaveLength(7);
    const storage = hub.requests.filter(({ to }) => to === 'storage');
    expect(storage).toHaveLength(7);
    expect(
      storage.every(({ method, headers }) => method === 'GET' && /^bytes=\d+-\d+$/.test(headers.range ?? '')),
    ).toBe(true);
    for (const { headers } of storage) {
      expect(Object.keys(headers)).not.toEqual(expect.arrayContaining(['authorization', 'if-range']));
    }
  });

  it('continues from a stored range without asking for what is there', async () => {
    const store = memorySink();
    await download(store.sink, { offset: 4 * RANGE });
    expect(store.all().equals(bytes.subarray(4 * RANGE))).toBe(true);
    expect(hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(3);
  });

  it('loses and doubles nothing wherever the connection is cut', { timeout: 30_000 }, async () => {
    for (let seed = 1; seed <= 20; seed++) {
      hub.faults.clear();
      const after = (seed * 7919 * 131) % RANGE;
      hub.faults.add(NAME, { kind: 'cut', after, skip: seed % 6, times: 3 });
      const store = memorySink();
      const positions: number[] = [];
      await download(store.sink, { onPosition: (at) => positions.push(at) });
      expect(store.all().equals(bytes), `seed ${seed}`).toBe(true);
      expect(positions, `seed ${seed}`).toEqual(positions.toSorted((a, b) => a - b));
    }
  });

  const recovered: [string, Fault][] = [
    ['429', { kind: 'hub-status', status: 429, times: 5 }],
    ['5xx of the hub', { kind: 'hub-status', status: 502, times: 3 }],
    ['5xx of the storage', { kind: 'storage-status', status: 503, times: 3, skip: 2 }],
    ['an expired signature', { kind: 'expired', times: 2, skip: 3 }],
    ['one truncated body', { kind: 'short', by: 1000, times: 1, skip: 1 }],
    ['an empty body', { kind: 'short', by: RANGE, times: 2 }],
    ['200 for the first range', { kind: 'whole', times: 1 }],
    ['200 for every range', { kind: 'whole' }],
    ['a range whose numbers are hidden', { kind: 'hidden-range' }],
  ];
  it.each(recovered)('overcomes %s', async (_, fault) => {
    hub.faults.add(NAME, fault);
    const store = memorySink();
    await download(store.sink);
    expect(store.all().equals(bytes)).toBe(true);
  });

  it('starts over when a later range is answered with the whole file', async () => {
    hub.faults.add(NAME, { kind: 'whole', times: 1 });
    const store = memorySink();
    await download(store.sink, { offset: 2 * RANGE });
    expect(store.restarts()).toBe(1);
    expect(store.all().equals(bytes)).toBe(true);
  });

  it('takes a whole file whose size nobody told, cut once', async () => {
    hub.faults.add('/plain.onnx', { kind: 'whole' });
    hub.faults.add('/plain.onnx', { kind: 'cut', after: 3 * RANGE + 5, times: 1 });
    const store = memorySink();
    expect(await download(store.sink, { plain: '/plain.onnx' })).toBe(bytes.length);
    expect(store.all().equals(bytes)).toBe(true);
  });

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
    hub.faults.add(NAME, fault);
    const store = memorySink();
    await expect(download(store.sink)).rejects.toMatchObject({ code });
    expectPrefix(store);
    expect(store.kept).toHaveLength(2);
  });

  it.each([401, 403, 404, 400, 410])('asks once only after %i', async (status) => {
    hub.faults.add(NAME, { kind: 'hub-status', status });
    const transport = impatientTransport();
    await expect(download(memorySink().sink, { transport })).rejects.toThrow();
    expect(transport.waits).toEqual([]);
    expect(hub.requests).toHaveLength(1);
  });

  it('does not take a server that starts over each time for progress', async () => {
    hub.faults.add(NAME, { kind: 'whole' });
    hub.faults.add(NAME, { kind: 'cut', after: 3 * RANGE });
    const transport = impatientTransport();
    await expect(download(memorySink().sink, { transport })).rejects.toMatchObject({
      code: 'network-failed',
    });
    expect(transport.waits.length).toBeLessThan(12);
  });

  it('finds a file shorter than what is stored to be another one', async () => {
    hub.plain.set('/shrunk.onnx', bytes.subarray(0, RANGE));
    const setup = { plain: '/shrunk.onnx', offset: 2 * RANGE };
    await expect(download(memorySink().sink, setup)).rejects.toMatchObject({ code: 'download-changed' });
  });

  it.each([
    ['/page', '\ufeff \n<!DOCTYPE html><html>', 'download-html'],
    ['/pointer', 'version https://git-lfs.github.com/spec/v1\noid sha256:0\nsize 1\n', 'download-pointer'],
    ['/empty', '', 'download-empty'],
  ])('recognises %s by its bytes', async (plain, text, code) => {
    hub.plain.set(plain, new TextEncoder().encode(text));
    await expect(download(memorySink().sink, { plain })).rejects.toMatchObject({ code });
  });

  it('refuses a size other than the published one before taking a byte', async () => {
    const store = memorySink();
    const known = { size: bytes.length + 1 };
    await expect(download(store.sink, { known })).rejects.toMatchObject({
      code: 'download-length',
      data: { expected: bytes.length + 1, actual: bytes.length },
    });
    expect(store.kept).toHaveLength(0);
  });

  it('waits without counting while the device is offline', async () => {
    const transport = impatientTransport();
    await hub.stop();
    transport.isOnline = false;
    let waits = 0;
    const store = memorySink();
    const running = download(store.sink, {
      transport,
      onWaiting: (waiting) => {
        if (waiting && ++waits === 30) transport.isOnline = true;
        if (waits === 20) void hub.start();
      },
    });
    await running;
    expect(store.all().equals(bytes)).toBe(true);
  });

  it('takes a silent connection for dead', async () => {
    hub.faults.add(NAME, { kind: 'stall', after: 1000, times: 1, skip: 1 });
    const transport = impatientTransport();
    const store = memorySink();
    const causes: (string | undefined)[] = [];
    await download(store.sink, {
      transport,
      onPosition: (at) => {
        if (at === RANGE + 1000) setTimeout(() => transport.pass(31_000));
      },
      onWaiting: (waiting) => causes.push(waiting?.cause),
    });
    expect(causes).toEqual(['download-stalled', undefined]);
    expect(store.all().equals(bytes)).toBe(true);
  });

  /** Lets `silence` pass as soon as so many bytes have come. */
  const silentFrom = (position: number) => {
    const transport = impatientTransport();
    const onPosition = (at: number) => {
      if (at === position) setTimeout(() => transport.pass(31_000));
    };
    return { transport, onPosition };
  };

  // Without a length only the end of the body says that it is over: this one never comes, or the connection breaks.
  it.each([
    ['falls silent', { kind: 'stall', after: RANGE }],
    ['breaks', { kind: 'cut', after: RANGE }],
  ] as const)('has the whole file when the connection %s after its last byte', async (_, fault) => {
    const store = memorySink();
    hub.faults.add(NAME, { kind: 'short', by: 0 });
    hub.faults.add(NAME, { ...fault, skip: 6 });
    expect(await download(store.sink, silentFrom(bytes.length))).toBe(bytes.length);
    expect(store.all().equals(bytes)).toBe(true);
    expect(hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(7);
  });

  it('learns from a server that has no more bytes that a file of unknown size is complete', async () => {
    const store = memorySink();
    const fault = { times: 1 } as const;
    hub.faults.add('/plain.onnx', { ...fault, kind: 'whole' });
    hub.faults.add('/plain.onnx', { ...fault, kind: 'short', by: 0 });
    hub.faults.add('/plain.onnx', { ...fault, kind: 'stall', after: bytes.length });
    const setup = { plain: '/plain.onnx', ...silentFrom(bytes.length) };
    expect(await download(store.sink, setup)).toBe(bytes.length);
    expect(store.all().equals(bytes)).toBe(true);
  });

  it.each([6, 7])('writes range %i again when the store has failed once', async (failing) => {
    const store = memorySink();
    let writes = 0;
    const sink: RangeSink = {
      ...store.sink,
      write: (range) =>
        ++writes === failing ? Promise.reject(new AppError('store-failed')) : store.sink.write(range),
    };
    expect(await download(sink)).toBe(bytes.length);
    expect(store.all().equals(bytes)).toBe(true);
    expect(hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(7);
  });

  it('stops on abort, in a body and in a wait, with nothing partial written', async () => {
    const store = memorySink();
    const inBody = new AbortController();
    const cut = download(store.sink, {
      signal: inBody.signal,
      onPosition: (at) => at > 2 * RANGE + 1 && inBody.abort(),
    });
    await expect(cut).rejects.toSatisfy(isAbort);
    expect(store.kept).toHaveLength(2);
    expectPrefix(store);
    hub.faults.add(NAME, { kind: 'hub-status', status: 429 });
    const inWait = new AbortController();
    const waiting = download(store.sink, { signal: inWait.signal, onWaiting: () => inWait.abort() });
    await expect(waiting).rejects.toSatisfy(isAbort);
  });

  it('passes on what the store rejects with', async () => {
    const store = memorySink();
    const full = new Error('full');
    const sink = { ...store.sink, write: () => Promise.reject(full) };
    await expect(download(sink)).rejects.toBe(full);
  });

  it('names no signature in its errors', async () => {
    hub.faults.add(NAME, { kind: 'expired' });
    const error: unknown = await download(memorySink().sink).catch((reason: unknown) => reason);
    expect(JSON.stringify(error) + String((error as Error).stack)).not.toMatch(/Signature|Expires/);
  });
});

describe('createSha256', () => {
  it('continues from a saved state', async () => {
    const first = await createSha256();
    first.update(bytes.subarray(0, 5000));
    const second = await createSha256(first.save());
    second.update(bytes.subarray(5000));
    expect(second.hex()).toBe(createHash('sha256').update(bytes).digest('hex'));
  });
});
