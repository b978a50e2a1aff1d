/** Unpacked runtimes that are kept on this device. */
export interface RuntimeCache {
  read(url: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Keeps a copy, where it can. */
  write(url: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
}

/** The service worker deletes from it what an update has replaced. */
const NAME = 'mars-site-engine';

/** The browser's cache; without HTTPS, or where storage is off, nothing is kept. */
export function runtimeCache(): RuntimeCache {
  async function attempt<T>(run: (cache: Cache) => Promise<T>): Promise<T | undefined> {
    if (!('caches' in globalThis)) return undefined;
    // A full or forbidden storage costs a download on the next visit, nothing else.
    return caches
      .open(NAME)
      .then(run)
      .catch(() => undefined);
  }
  return {
    read: (url) =>
      attempt(async (cache) => {
        const response = await cache.match(url);
        return response && new Uint8Array(await response.arrayBuffer());
      }),
    async write(url, bytes) {
      // Copied now: their owner may let the bytes go before the cache is open.
      const copy = new Response(bytes);
      await attempt((cache) => cache.put(url, copy));
    },
  };
}
