import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { startHub, type StandInHub } from './start-hub';

const bytes = new TextEncoder().encode('0123456789');
let hub: StandInHub;
const resolve = (path: string) => `${hub.origin}/owner/repo/resolve/main/${path}`;
const signed = async () =>
  (await fetch(resolve('a.onnx'), { redirect: 'manual' })).headers.get('Location') ?? '';

beforeAll(async () => {
  const files = [
    { path: 'a.onnx', bytes },
    { path: 'small.txt', bytes, lfs: false },
  ];
  hub = await startHub({ repos: [{ name: 'owner/repo', files }] });
});
afterAll(() => hub.close());

describe('the stand-in hub', () => {
  it('redirects a large file to a signed address of the other origin, telling size and hash only itself', async () => {
    const response = await fetch(resolve('a.onnx'), { redirect: 'manual' });
    expect(response.status).toBe(302);
    expect(response.headers.get('Location')).toMatch(
      new RegExp(`^${hub.storageOrigin}/stored/[0-9a-f]{64}\\?Expires=\\d+&Signature=[0-9a-f]{64}$`),
    );
    expect(response.headers.get('X-Linked-Size')).toBe('10');
    const sha256 = createHash('sha256').update(bytes).digest('hex');
    expect(response.headers.get('X-Linked-ETag')).toBe(`"${sha256}"`);
    const followed = await fetch(resolve('a.onnx'));
    expect(followed.headers.get('X-Linked-Size')).toBeNull();
    expect(followed.headers.get('ETag')).toMatch(/^"[0-9a-f]{64}"$/);
    expect(followed.headers.get('ETag')).not.toContain(sha256);
  });

  it('redirects a small file to itself', async () => {
    const response = await fetch(resolve('small.txt'), { redirect: 'manual' });
    expect(response.status).toBe(307);
    expect(response.headers.get('Location')).toMatch(/^\/api\/resolve-cache\//);
    expect(await (await fetch(resolve('small.txt'))).text()).toBe('0123456789');
  });

  it('answers with facts instead of a redirect where they are asked for', async () => {
    const headers = { Accept: 'application/vnd.xet-fileinfo+json' };
    const response = await fetch(resolve('a.onnx'), { headers, redirect: 'manual' });
    expect(response.status).toBe(200);
    expect(response.headers.get('X-Linked-Size')).toBe('10');
    expect(response.headers.get('Access-Control-Expose-Headers')).toContain('X-Linked-Size');
  });

  it.each([
    ['bytes=2-4', 206, 'bytes 2-4/10', '234'],
    ['bytes=8-', 206, 'bytes 8-9/10', '89'],
    ['bytes=8-99', 206, 'bytes 8-9/10', '89'],
    ['bytes=-3', 206, 'bytes 7-9/10', '789'],
    ['bytes=10-12', 416, 'bytes */10', ''],
  ])('serves %s', async (Range, status, contentRange, text) => {
    const response = await fetch(await signed(), { headers: { Range } });
    expect(response.status).toBe(status);
    expect(response.headers.get('Content-Range')).toBe(contentRange);
    expect(await response.text()).toBe(text);
  });

  it('lets the storage origin refuse preflights, tokens, and signatures that are old or forged', async () => {
    const address = await signed();
    const preflight = await fetch(address, { method: 'OPTIONS' });
    expect([preflight.status, preflight.headers.get('Access-Control-Allow-Origin')]).toEqual([403, null]);
    expect((await fetch(address, { headers: { Authorization: 'Bearer x' } })).status).toBe(400);
    expect((await fetch(address.replace(/Signature=./, 'Signature=x'))).status).toBe(403);
    hub.faults.add('owner/repo/a.onnx', { kind: 'expired', times: 1 });
    expect((await fetch(resolve('a.onnx'))).status).toBe(403);
    expect((await fetch(resolve('a.onnx'))).status).toBe(200);
  });

  it('is gone while stopped and back at the same address', async () => {
    await hub.stop();
    await expect(fetch(resolve('a.onnx'))).rejects.toThrow();
    await hub.start();
    expect((await fetch(resolve('a.onnx'))).status).toBe(200);
  });
});
