import { createStore, get, promisifyRequest, values } from 'idb-keyval';
import { isModelRow, type ModelRow } from './model-row';
import type { RowStore } from './model-store';
import { storeError } from './store-error';

export const MODEL_DATABASE = 'mars-dust-storm-models';

async function guarded<T>(job: () => Promise<T>): Promise<T> {
  try {
    return await job();
  } catch (cause) {
    throw storeError(cause);
  }
}

/** Rows in IndexedDB, one record a model. */
export function idbRows(): RowStore {
  const store = createStore(MODEL_DATABASE, 'models');
  return {
    all: () => guarded(async () => (await values<unknown>(store)).filter(isModelRow)),
    get: (id) =>
      guarded(async () => {
        const row = await get<unknown>(id, store);
        return isModelRow(row) ? row : undefined;
      }),
    update: (id, change) =>
      guarded(() =>
        // Read and written in one transaction, so that two tabs cannot lose each other's change.
        store('readwrite', async (rows) => {
          const before: unknown = await promisifyRequest<unknown>(rows.get(id));
          let after: ModelRow | undefined;
          try {
            after = change(isModelRow(before) ? before : undefined);
          } catch (error) {
            rows.transaction.abort();
            throw error;
          }
          if (after) rows.put(after, id);
          else rows.delete(id);
          await promisifyRequest(rows.transaction);
          return after;
        }),
      ),
  };
}
