import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type StandInHub } from '../../e2e/stand-in-hub/start-hub';
import { isAbort } from '../../src/shared/errors';
import { fetchModelInfo } from './fetch-model-info';
import { findFile } from './find-file';
import { impatientTransport } from './impatient-transport';
import { listFiles } from './list-files';
import { send } from './send';

const bytes = new TextEncoder().encode('model');
const SHA256 = '9372c470eeadd5ecd9c3c74c2b3cb633f8e2f2fad799250a0f70d652b6b825e4';
let hub: StandInHub;
const access = (token?: string) => ({ origin: hub.origin, token });

beforeAll(async () => {
  hub = await startHub({
    repos: [
      {
        name: 'open/repo',
        files: [
          ...Array.from({ length: 7 }, (_, index) => ({ path: `folder/${index}.onnx`, bytes })),
          { path: 'README.md', bytes, lfs: false },
        ],
      },
      { name: 'gated/repo', files: [{ path: 'a.onnx', bytes }], gated: 'manual' },
      { name: 'private/repo', files: [{ path: 'a.onnx', bytes }], private: true },
    ],
    tokens: { good: { opens: ['gated/repo', 'private/repo'] }, stranger: { opens: [] } },
    pageEntries: 3,
  });
});
afterAll(() => hub.close());
afterEach(() => {
  hub.faults.clear();
  hub.requests.length = 0;
});

async function collect<T>(items: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const item of items) all.push(item);
  return all;
}

describe('facts from the hub', () => {
  it('resolves a branch and keeps the commit when the branch moves', async () => {
    const transport = impatientTransport();
    const before = await fetchModelInfo(transport, access(), { repo: 'open/repo', revision: undefined });
    expect(before).toEqual({
      commit: expect.stringMatching(/^[0-9a-f]{40}$/) as string,
      gated: false,
      private: false,
    });
    const commit = hub.push('open/repo', 'next', [{ path: 'new.onnx', bytes }]);
    const next = await fetchModelInfo(transport, access(), { repo: 'open/repo', revision: 'next' });
    expect(next.commit).toBe(commit);
    const old = await fetchModelInfo(transport, access(), { repo: 'open/repo', revision: before.commit });
    expect(old.commit).toBe(before.commit);
  });

  it('lists every page, with hashes of large files only', async () => {
    const files = await collect(
      listFiles(impatientTransport(), access(), { repo: 'open/repo', revision: 'main' }),
    );
    expect(files).toHaveLength(8);
    expect(files).toContainEqual({ path: 'folder/6.onnx', size: 5, sha256: SHA256 });
    expect(files).toContainEqual({ path: 'README.md', size: 5, sha256: undefined });
    expect(hub.requests).toHaveLength(3);
  });

  it('stops listing once the file is found', async () => {
    const subject = { repo: 'open/repo', revision: 'main', path: 'folder/0.onnx' };
    expect(await findFile(impatientTransport(), access(), subject)).toMatchObject({ sha256: SHA256 });
    expect(hub.requests.length).toBeLessThan(3);
    await expect(
      findFile(impatientTransport(), access(), { ...subject, path: 'none.onnx' }),
    ).rejects.toMatchObject({
      code: 'hub-file-missing',
    });
  });

  it('never follows a listing to another origin, where the token would go along', async () => {
    const transport = impatientTransport();
    const evil = {
      ...transport,
      fetch: () =>
        Promise.resolve(new Response('[]', { headers: { Link: '<https://evil.example/api>; rel="next"' } })),
    };
    const listing = collect(listFiles(evil, access('good'), { repo: 'open/repo', revision: 'main' }));
    await expect(listing).rejects.toMatchObject({
      code: 'hub-answer-invalid',
      data: { reason: 'next-page' },
    });
  });

  it.each([
    ['open/repo', 'gone', undefined, 'hub-revision-missing'],
    ['no/repo', undefined, undefined, 'hub-private-or-missing'],
    ['private/repo', undefined, undefined, 'hub-private-or-missing'],
    ['private/repo', undefined, 'stranger', 'hub-repo-missing'],
    ['no/repo', undefined, 'good', 'hub-repo-missing'],
  ])('%s at %s with token %s: %s', async (repo, revision, token, code) => {
    const info = fetchModelInfo(impatientTransport(), access(token), { repo, revision });
    await expect(info).rejects.toMatchObject({ code, data: { page: `${hub.origin}/${repo}` } });
    expect(hub.requests).toHaveLength(1);
  });

  it('opens a private repository with a token, and tells that one is gated', async () => {
    const transport = impatientTransport();
    const secret = await fetchModelInfo(transport, access('good'), {
      repo: 'private/repo',
      revision: undefined,
    });
    expect(secret.private).toBe(true);
    const gated = await fetchModelInfo(transport, access(), { repo: 'gated/repo', revision: undefined });
    expect(gated.gated).toBe(true);
  });

  it('waits through a storm of 429 and some 5xx', async () => {
    hub.faults.add('open/repo', { kind: 'hub-status', status: 429, times: 4 });
    hub.faults.add('open/repo', { kind: 'hub-status', status: 503, times: 3 });
    const transport = impatientTransport();
    await fetchModelInfo(transport, access(), { repo: 'open/repo', revision: undefined });
    expect(transport.waits).toHaveLength(7);
    expect(Math.max(...transport.waits)).toBeLessThanOrEqual(300_000);
    expect(transport.waits[3]).toBeGreaterThan(60_000);
  });

  it('gives up in the end, and does not wait after an abort', async () => {
    hub.faults.add('open/repo', { kind: 'hub-status', status: 500 });
    const transport = impatientTransport();
    const subject = { repo: 'open/repo', revision: undefined };
    await expect(fetchModelInfo(transport, access(), subject)).rejects.toMatchObject({ code: 'hub-failed' });
    const cancelling = new AbortController();
    const aborted = fetchModelInfo(transport, access(), subject, {
      signal: cancelling.signal,
      onWaiting: () => cancelling.abort(),
    });
    await expect(aborted).rejects.toSatisfy(isAbort);
  });

  it('sends the token to the hub and nowhere else', async () => {
    const transport = impatientTransport();
    const sending = { hub: access('good') };
    await send(transport, `${hub.origin}/api/models/private/repo`, sending);
    await send(transport, `${hub.storageOrigin}/x`, sending);
    await send(transport, hub.origin.replace('127.0.0.1', 'localhost'), sending).catch(() => undefined);
    const carrying = hub.requests.filter(({ headers }) => headers.authorization !== undefined);
    expect(carrying.map(({ to }) => to)).toEqual(['hub']);
    expect(hub.requests.every(({ headers }) => headers.referer === undefined)).toBe(true);
  });
});
