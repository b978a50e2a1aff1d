import type { ModelRow } from './model-row';
import type { RowStore } from './model-store';

/** Rows in memory, for a browser without storage. */
export function memoryRows(): RowStore {
  const rows = new Map<string, ModelRow>();
  return {
    all: () => Promise.resolve([...rows.values()]),
    get: (id) => Promise.resolve(rows.get(id)),
    update(id, change) {
      const after = change(rows.get(id));
      if (after) rows.set(id, after);
      else rows.delete(id);
      return Promise.resolve(after);
    },
  };
}
