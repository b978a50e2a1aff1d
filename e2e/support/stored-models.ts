import { createHash } from 'node:crypto';
import { expect, type Page } from '@playwright/test';

/** Bytes of one file, or of its beginning, in the browser's store. */
export interface StoredContent {
  readonly name: string;
  readonly size: number;
  readonly sha256: string;
}

export const sha256 = (bytes: Uint8Array): string => createHash('sha256').update(bytes).digest('hex');

/** Everything in the models' cache, each content's parts joined in order and hashed by the browser itself. */
export function readStored(page: Page): Promise<readonly StoredContent[]> {
  return page.evaluate(async () => {
    const cache = await caches.open('mars-dust-storm-models');
    const contents = new Map<string, { index: number; request: Request }[]>();
    for (const request of await cache.keys()) {
      const [name = '', index = ''] = new URL(request.url).pathname.slice(1).split('/');
      contents.set(name, [...(contents.get(name) ?? []), { index: Number(index), request }]);
    }
    const found = [];
    for (const [name, parts] of contents) {
      parts.sort((a, b) => a.index - b.index);
      const blobs = await Promise.all(
        parts.map(async ({ request }) => (await cache.match(request))?.blob() ?? new Blob()),
      );
      const bytes = await new Blob(blobs).arrayBuffer();
      const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
      const sha256 = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
      found.push({ name, size: bytes.byteLength, sha256 });
    }
    return found;
  });
}

const known = new WeakMap<Uint8Array, Map<number, string>>();

/** Of the first bytes of a file; remembered, since the same are asked for again and again. */
function hashOfBeginning(file: Uint8Array, size: number): string {
  const hashes = known.get(file) ?? new Map<number, string>();
  known.set(file, hashes);
  const hash = hashes.get(size) ?? sha256(file.subarray(0, size));
  hashes.set(size, hash);
  return hash;
}

/**
 * Fails unless everything stored is one of `files` as a whole or from its beginning, and the `whole` ones are there to
 * their last byte: no wrong byte is kept, nothing kept is lost.
 */
export async function expectStored(
  page: Page,
  files: readonly Uint8Array[],
  whole: readonly Uint8Array[],
): Promise<void> {
  const stored = await readStored(page);
  for (const { size, sha256: found } of stored) {
    const hashes = files.filter(({ length }) => length >= size).map((file) => hashOfBeginning(file, size));
    expect(hashes, `${size} stored bytes are the beginning of a file`).toContain(found);
  }
  for (const file of whole) {
    expect(stored.map(({ sha256 }) => sha256)).toContain(hashOfBeginning(file, file.length));
  }
}

/** Changes one byte of every part that is stored, as a failing disk might. */
export function damageStored(page: Page): Promise<void> {
  return page.evaluate(async () => {
    const cache = await caches.open('mars-dust-storm-models');
    for (const request of await cache.keys()) {
      const response = await cache.match(request);
      if (!response) continue;
      const bytes = new Uint8Array(await response.arrayBuffer());
      const middle = bytes.length >> 1;
      bytes[middle] = (bytes[middle] ?? 0) ^ 1;
      await cache.put(request, new Response(bytes, { headers: response.headers }));
    }
  });
}
