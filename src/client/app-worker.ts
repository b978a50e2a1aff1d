/** Starts the worker; a file of its own, since the bundler recognises this exact expression. */
export function spawnAppWorker(): Worker {
  return new Worker(new URL('../../worker/main.ts', import.meta.url), { type: 'module' });
}
