import { cacheParts, PROBE } from './cache-parts';
import { idbRows } from './idb-rows';
import { memoryParts } from './memory-parts';
import { memoryRows } from './memory-rows';
import type { ModelStore, StorageSpace } from './model-store';

/** Of the worker's global scope, what the store needs; each may be missing, or refuse, in a private window. */
export interface StorageScope {
  readonly caches?: CacheStorage | undefined;
  readonly indexedDB?: IDBFactory | undefined;
  readonly navigator: { readonly storage?: StorageManager | undefined };
}

/** Longer than any disk takes for three bytes; some private windows never answer at all. */
const PROBE_MS = 5000;

/** A store with everything in memory. */
export function memoryStore(): ModelStore {
  return {
    persistent: false,
    parts: memoryParts(),
    rows: memoryRows(),
    space: () => Promise.resolve({ usage: undefined, quota: undefined, persisted: undefined }),
  };
}

async function space(storage: StorageManager | undefined): Promise<StorageSpace> {
  try {
    const estimate = await storage?.estimate();
    return { usage: estimate?.usage, quota: estimate?.quota, persisted: await storage?.persisted() };
  } catch {
    // An estimate is advice: without one the write itself tells.
    return { usage: undefined, quota: undefined, persisted: undefined };
  }
}

/** Whether both stores take and give back what is put into them. */
async function works(store: ModelStore): Promise<boolean> {
  const name = `${PROBE}${Math.random().toString(36).slice(2)}`;
  try {
    await store.parts.put(name, 0, new Uint8Array([1, 2, 3]));
    const back = await (await store.parts.get(name, 0))?.arrayBuffer();
    await store.parts.remove(name);
    await store.rows.update(name, (row) => row);
    return back?.byteLength === 3;
  } catch {
    return false;
  }
}

/** The device's store, or one in memory where the browser gives none. */
export async function openStore(scope: StorageScope): Promise<ModelStore> {
  if (!scope.caches || !scope.indexedDB) return memoryStore();
  const store: ModelStore = {
    persistent: true,
    parts: cacheParts(scope.caches),
    rows: idbRows(),
    space: () => space(scope.navigator.storage),
  };
  const late = new Promise<boolean>((resolve) => setTimeout(() => resolve(false), PROBE_MS));
  return (await Promise.race([works(store), late])) ? store : memoryStore();
}
