import { describe, expect, it } from 'vitest';
import type { Fault } from '../../e2e/stand-in-hub/faults';
import { AppError, isAbort } from '../../src/shared/errors';
import { impatientTransport } from './impatient-transport';
import type { RangeSink } from './range-download';
import { bytes, expectPrefix, memorySink, NAME, RANGE, rangeScene } from './testing/range-scene';

const scene = rangeScene();

describe('downloadRanges', () => {
  it.each([
    ['a large file of the hub', {}],
    ['a small file of the hub', { file: 'small.onnx' }],
    ['a plain address', { plain: '/plain.onnx' }],
  ])('brings %s in full ranges', async (_, setup) => {
    const store = memorySink();
    expect(await scene.download(store.sink, setup)).toBe(bytes.length);
    expect(store.all().equals(bytes)).toBe(true);
    expect(store.kept.map(({ length }) => length)).toEqual([...Array<number>(6).fill(RANGE), 1234]);
    expect(store.facts.at(-1)).toMatchObject({
      size: bytes.length,
      validator: expect.stringMatching(/^etag "/) as string,
    });
    expectPrefix(store);
  });

  it('asks the hub anew for every range, and the storage only in ways that need no preflight', async () => {
    await scene.download(memorySink().sink);
    expect(scene.hub.requests.filter(({ to }) => to === 'hub')).toHaveLength(7);
    const storage = scene.hub.requests.filter(({ to }) => to === 'storage');
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
    await scene.download(store.sink, { offset: 4 * RANGE });
    expect(store.all().equals(bytes.subarray(4 * RANGE))).toBe(true);
    expect(scene.hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(3);
  });

  it('loses and doubles nothing wherever the connection is cut', { timeout: 30_000 }, async () => {
    for (let seed = 1; seed <= 20; seed++) {
      scene.hub.faults.clear();
      const after = (seed * 7919 * 131) % RANGE;
      scene.hub.faults.add(NAME, { kind: 'cut', after, skip: seed % 6, times: 3 });
      const store = memorySink();
      const positions: number[] = [];
      await scene.download(store.sink, { onPosition: (at) => positions.push(at) });
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
    scene.hub.faults.add(NAME, fault);
    const store = memorySink();
    await scene.download(store.sink);
    expect(store.all().equals(bytes)).toBe(true);
  });

  it('starts over when a later range is answered with the whole file', async () => {
    scene.hub.faults.add(NAME, { kind: 'whole', times: 1 });
    const store = memorySink();
    await scene.download(store.sink, { offset: 2 * RANGE });
    expect(store.restarts()).toBe(1);
    expect(store.all().equals(bytes)).toBe(true);
  });

  it('takes a whole file whose size nobody told, cut once', async () => {
    scene.hub.faults.add('/plain.onnx', { kind: 'whole' });
    scene.hub.faults.add('/plain.onnx', { kind: 'cut', after: 3 * RANGE + 5, times: 1 });
    const store = memorySink();
    expect(await scene.download(store.sink, { plain: '/plain.onnx' })).toBe(bytes.length);
    expect(store.all().equals(bytes)).toBe(true);
  });

  it('waits without counting while the device is offline', async () => {
    const transport = impatientTransport();
    await scene.hub.stop();
    transport.isOnline = false;
    let waits = 0;
    const store = memorySink();
    const running = scene.download(store.sink, {
      transport,
      onWaiting: (waiting) => {
        if (waiting && ++waits === 30) transport.isOnline = true;
        if (waits === 20) void scene.hub.start();
      },
    });
    await running;
    expect(store.all().equals(bytes)).toBe(true);
  });

  it('takes a silent connection for dead', async () => {
    scene.hub.faults.add(NAME, { kind: 'stall', after: 1000, times: 1, skip: 1 });
    const transport = impatientTransport();
    const store = memorySink();
    const causes: (string | undefined)[] = [];
    await scene.download(store.sink, {
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
    scene.hub.faults.add(NAME, { kind: 'short', by: 0 });
    scene.hub.faults.add(NAME, { ...fault, skip: 6 });
    expect(await scene.download(store.sink, silentFrom(bytes.length))).toBe(bytes.length);
    expect(store.all().equals(bytes)).toBe(true);
    expect(scene.hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(7);
  });

  it('learns from a server that has no more bytes that a file of unknown size is complete', async () => {
    const store = memorySink();
    const fault = { times: 1 } as const;
    scene.hub.faults.add('/plain.onnx', { ...fault, kind: 'whole' });
    scene.hub.faults.add('/plain.onnx', { ...fault, kind: 'short', by: 0 });
    scene.hub.faults.add('/plain.onnx', { ...fault, kind: 'stall', after: bytes.length });
    const setup = { plain: '/plain.onnx', ...silentFrom(bytes.length) };
    expect(await scene.download(store.sink, setup)).toBe(bytes.length);
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
    expect(await scene.download(sink)).toBe(bytes.length);
    expect(store.all().equals(bytes)).toBe(true);
    expect(scene.hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(7);
  });

  it('stops on abort, in a body and in a wait, with nothing partial written', async () => {
    const store = memorySink();
    const inBody = new AbortController();
    const cut = scene.download(store.sink, {
      signal: inBody.signal,
      onPosition: (at) => at > 2 * RANGE + 1 && inBody.abort(),
    });
    await expect(cut).rejects.toSatisfy(isAbort);
    expect(store.kept).toHaveLength(2);
    expectPrefix(store);
    scene.hub.faults.add(NAME, { kind: 'hub-status', status: 429 });
    const inWait = new AbortController();
    const waiting = scene.download(store.sink, { signal: inWait.signal, onWaiting: () => inWait.abort() });
    await expect(waiting).rejects.toSatisfy(isAbort);
  });
});
