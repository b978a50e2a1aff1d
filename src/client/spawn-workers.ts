/* A function each, with the whole expression in it: that is what the bundler recognises. */

/** Starts the worker that runs models. */
export function spawnEngineWorker(): Worker {
  return new Worker(new URL('../../worker/engine-main.ts', import.meta.url), { type: 'module' });
}

/** Starts the worker that downloads and keeps models. */
export function spawnLibraryWorker(): Worker {
  return new Worker(new URL('../../worker/library-main.ts', import.meta.url), { type: 'module' });
}

/** Starts the worker that decodes and letterboxes pictures. */
export function spawnPicturesWorker(): Worker {
  return new Worker(new URL('../../worker/pictures-main.ts', import.meta.url), { type: 'module' });
}
