import type { PipedPage } from '../support/piped-browser';

/** Collects what can be collected, in the page and in its workers: a worker left to itself may wait for minutes. */
export class GarbageCollector {
  private readonly workers = new Set<string>();

  private constructor(private readonly page: PipedPage) {}

  static async of(page: PipedPage): Promise<GarbageCollector> {
    const collector = new GarbageCollector(page);
    page.on('Target.attachedToTarget', ({ sessionId }) => collector.workers.add(sessionId));
    page.on('Target.detachedFromTarget', ({ sessionId }) => collector.workers.delete(sessionId));
    const options = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    await page.send('Target.setAutoAttach', options);
    return collector;
  }

  async collect(): Promise<void> {
    const threads = [undefined, ...this.workers];
    await Promise.all(threads.map((thread) => this.page.send('HeapProfiler.collectGarbage', {}, thread)));
  }
}
