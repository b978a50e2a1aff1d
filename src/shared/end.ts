/** The end that something may come to, e.g. a worker, while others wait for its answers. */
export interface End {
  /** Ends it, for this reason; once. */
  come(reason: Error): void;
  /**
   * `job`, or a rejection with the reason once it has ended. Nothing of a job stays that is done: in a race with a
   * promise that lasts, each would be kept for as long as that does, with all that it resolved with.
   */
  before<T>(job: Promise<T>): Promise<T>;
}

export function createEnd(): End {
  const waiting = new Set<(reason: Error) => void>();
  let ended: Error | undefined;
  return {
    come(reason) {
      ended ??= reason;
      for (const reject of waiting) reject(ended);
      waiting.clear();
    },
    before: (job) =>
      new Promise((resolve, reject) => {
        if (ended) reject(ended);
        else waiting.add(reject);
        job
          .then(resolve, reject)
          .finally(() => waiting.delete(reject))
          .catch(() => undefined);
      }),
  };
}
