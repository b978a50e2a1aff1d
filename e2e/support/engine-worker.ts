import type { Worker } from '@playwright/test';

/** Whether a worker of the page is the engine's. */
export function isEngine(worker: Worker): boolean {
  return /\/engine-main-[^/]*\.js$/.test(worker.url());
}
