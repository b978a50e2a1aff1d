import type { Transport } from './transport';

/** The real transport of a worker. */
export function browserTransport(scope: WorkerGlobalScope & typeof globalThis): Transport {
  return {
    fetch: (input, init) => scope.fetch(input, init),
    now: () => Date.now(),
    random: () => Math.random(),
    online: () => scope.navigator.onLine,
    wait: (ms, signal) =>
      new Promise((resolve, reject) => {
        const end = () => {
          clearTimeout(timer);
          scope.removeEventListener('online', end);
          signal?.removeEventListener('abort', end);
          if (signal?.aborted === true) reject(signal.reason as Error);
          else resolve();
        };
        const timer = setTimeout(end, ms);
        scope.addEventListener('online', end);
        signal?.addEventListener('abort', end);
        if (signal?.aborted === true) end();
      }),
    after: (ms, action) => {
      const timer = setTimeout(action, ms);
      return () => clearTimeout(timer);
    },
  };
}
