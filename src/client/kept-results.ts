import { createStore, get, promisifyRequest } from 'idb-keyval';
import { gather } from './gather';
import { withNewest } from './with-newest';

/** Results of earlier visits. What they are is the caller's matter: they are kept as they come, by key. */
export interface KeptResults {
  read(key: string): Promise<unknown>;
  /**
   * Keeps a result, within a second; the oldest ones go where there are too many. Resolves to how many are kept, or to
   * undefined where it could not be.
   */
  write(key: string, result: object): Promise<number | undefined>;
  /** How many there are, once those of another edition are gone. */
  count(): Promise<number>;
  clear(): Promise<void>;
}

/** About three years of daily maps. */
const MOST = 2_000;
/**
 * Milliseconds. Writing each result of a batch by itself, and showing how many there are, took a twentieth of the time
 * of a small network.
 */
const PACE = 1_000;
/** Key of the list of all others, the oldest first. */
const ORDER = 'order';
/** Key of the edition that all of them are of. */
const EDITION = 'edition';

/**
 * Results in IndexedDB. A browser that keeps nothing is no failure: the page works without.
 * @param edition what results are only found under: those of another go when results are counted
 */
export function keptResults(edition: string, most = MOST): KeptResults {
  const open = () => createStore('mars-dust-storm-results', 'results');
  let opened: ReturnType<typeof open> | undefined;
  const store: ReturnType<typeof open> = (mode, callback) => (opened ??= open())(mode, callback);
  const gathered = gather(PACE, (results: ReadonlyMap<string, object>) =>
    orElse(undefined, () =>
      // One transaction, so that two tabs cannot lose each other's entries of the list.
      store('readwrite', async (rows) => {
        const before = asKeys(await promisifyRequest<unknown>(rows.get(ORDER)));
        const { kept, gone } = withNewest(before, [...results.keys()], most);
        gone.forEach((old) => rows.delete(old));
        results.forEach((result, key) => rows.put(result, key));
        rows.put(kept, ORDER);
        await promisifyRequest(rows.transaction);
        return kept.length;
      }),
    ),
  );
  function empty(rows: IDBObjectStore): void {
    rows.clear();
    rows.put(edition, EDITION);
  }

  return {
    read: (key) => orElse(undefined, async () => gathered.get(key) ?? (await get<unknown>(key, store))),
    write: (key, result) => gathered.add(key, result),
    count: () =>
      orElse(0, () =>
        store('readwrite', async (rows) => {
          if ((await promisifyRequest<unknown>(rows.get(EDITION))) !== edition) empty(rows);
          return asKeys(await promisifyRequest<unknown>(rows.get(ORDER))).length;
        }),
      ),
    clear() {
      gathered.clear();
      return orElse(undefined, () =>
        store('readwrite', async (rows) => {
          empty(rows);
          await promisifyRequest(rows.transaction);
        }),
      );
    },
  };
}

function asKeys(value: unknown): readonly string[] {
  return Array.isArray(value) ? value.filter((key) => typeof key === 'string') : [];
}

async function orElse<T>(otherwise: T, job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch {
    // Private windows, full storage, and browsers that were told to keep nothing.
    return otherwise;
  }
}
