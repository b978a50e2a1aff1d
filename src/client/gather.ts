/** Values on their way to a store, by key. */
export interface Gathered<V, R> {
  /** Hands a value over with all others of its time; resolves to what came of them. */
  add(key: string, value: V): Promise<R>;
  /** What has not been handed over yet. */
  get(key: string): V | undefined;
  clear(): void;
}

/**
 * Hands values over to `write` at once, but then no more than once in `pace` milliseconds: what comes meanwhile goes
 * together.
 */
export function gather<V, R>(
  pace: number,
  write: (values: ReadonlyMap<string, V>) => Promise<R>,
): Gathered<V, R> {
  let values = new Map<string, V>();
  let next: Promise<R> | undefined;
  let rested: Promise<unknown> = Promise.resolve();
  return {
    add(key, value) {
      values.set(key, value);
      next ??= rested.then(() => {
        const ready = values;
        values = new Map();
        next = undefined;
        rested = new Promise((resolve) => setTimeout(resolve, pace));
        return write(ready);
      });
      return next;
    },
    get: (key) => values.get(key),
    clear: () => values.clear(),
  };
}
