/** The unpacked runtimes that are kept on this device, by their addresses. */
export interface RuntimeCache {
  has(address: string): Promise<boolean>;
  read(address: string): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Keeps a copy, where it can. */
  write(address: string, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  drop(address: string): Promise<void>;
}

/** The service worker serves from it, and deletes from it what an update has replaced. */
const NAME = 'mars-site-engine';
/** A browser compiles nothing else while it arrives. */
const TYPE = 'application/wasm';

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
    read: (address) =>
      attempt(async (cache) => {
        const response = await cache.match(address);
        return response && new Uint8Array(await response.arrayBuffer());
      }),
    async write(address, bytes) {
      // Copied now: their owner may let the bytes go before the cache is open.
      const copy = new Response(bytes, { headers: { 'Content-Type': TYPE } });
      await attempt((cache) => cache.put(address, copy));
    },
    async drop(address) {
      await attempt((cache) => cache.delete(address));
    },
    has: async (address) => ((await attempt((cache) => cache.keys(address)))?.length ?? 0) > 0,
  };
}
