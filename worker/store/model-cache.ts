const CACHE = 'mars-models-v1';

/**
 * Model bytes by their sha256, in the Cache API. Where the browser gives no storage (private windows, an insecure
 * address) nothing is found and nothing kept; the caller goes on from memory.
 */
export const modelCache = {
  async get(sha256: string): Promise<Uint8Array<ArrayBuffer> | undefined> {
    const cache = await open();
    const response = await cache?.match(addressOf(sha256));
    return response && new Uint8Array(await response.arrayBuffer());
  },
  async put(sha256: string, bytes: Uint8Array<ArrayBuffer>): Promise<boolean> {
    const cache = await open();
    try {
      await cache?.put(addressOf(sha256), new Response(bytes));
      return cache !== undefined;
    } catch {
      return false;
    }
  },
};

function open(): Promise<Cache | undefined> {
  return 'caches' in globalThis ? caches.open(CACHE).catch(() => undefined) : Promise.resolve(undefined);
}

/** Never requested from anywhere: only a key of the cache. */
function addressOf(sha256: string): string {
  return new URL(`/.models/${sha256}`, location.origin).href;
}
