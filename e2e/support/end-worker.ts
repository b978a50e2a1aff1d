import { expect, type Page, type Worker } from '@playwright/test';

/**
 * Ends a worker without a word, as the browser does when memory runs out.
 * @param count workers that run by now: the engine's, the pictures' and the one that keeps models
 */
export async function endWorker(page: Page, worker: Worker, count: number): Promise<void> {
  // The page knows of a death by the lock that the worker held; it has to have joined the queue for it.
  const watched = () =>
    page.evaluate(async () => {
      const { pending = [] } = await navigator.locks.query();
      return pending.filter(({ name }) => name?.startsWith('worker-')).length;
    });
  await expect.poll(watched).toBe(count);
  const closed = worker.waitForEvent('close');
  // The answer may be lost with the worker.
  worker.evaluate(() => self.close()).catch(() => undefined);
  await closed;
}
