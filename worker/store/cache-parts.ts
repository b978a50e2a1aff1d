import type { PartStore } from './model-store';
import { storeError } from './store-error';

/** Of the models alone; the service worker deletes only caches of its own prefix. */
export const MODEL_CACHE = 'mars-dust-storm-models';
/** Reserved by RFC 2606 never to exist: an address the cache accepts and nothing can ever fetch. */
const BASE = 'https://models.invalid/';

/** Begins the content names that test whether the cache works. */
export const PROBE = 'probe-';

function address(content: string, index: number): string {
  return `${BASE}${content}/${index}`;
}

function contentOf(url: string): string | undefined {
  return url.startsWith(BASE) ? url.slice(BASE.length).split('/')[0] : undefined;
}

/** Parts in the Cache API, whose entries are written to their end or not at all. */
export function cacheParts(caches: CacheStorage): PartStore {
  // Opened anew each time: a cache that the person cleared in between must not be written to as a ghost.
  const open = () => caches.open(MODEL_CACHE);
  return {
    async put(content, index, bytes) {
      try {
        const headers = {
          'Content-Type': 'application/octet-stream',
          'Content-Length': `${bytes.byteLength}`,
        };
        await (await open()).put(address(content, index), new Response(bytes, { headers }));
      } catch (cause) {
        throw storeError(cause, bytes.byteLength);
      }
    },
    async get(content, index) {
      try {
        return await (await open()).match(address(content, index));
      } catch (cause) {
        throw storeError(cause);
      }
    },
    async remove(content) {
      try {
        const cache = await open();
        const keys = await cache.keys();
        await Promise.all(
          keys.filter(({ url }) => contentOf(url) === content).map((key) => cache.delete(key)),
        );
      } catch (cause) {
        throw storeError(cause);
      }
    },
    async contents() {
      const names = (await (await open()).keys()).map(({ url }) => contentOf(url));
      // Another tab's probe is in use for a moment and must not be taken for a leftover.
      return [...new Set(names.filter((name) => name !== undefined && !name.startsWith(PROBE)))] as string[];
    },
  };
}
