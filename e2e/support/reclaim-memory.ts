import type { PipedPage } from './piped-browser';

/** Of the DevTools protocol: a worker that came or went. */
interface Attachment {
  readonly sessionId: string;
}

/**
 * Has the browser give back what nobody needs, so that what is left was kept by the page: garbage of the page and of its
 * workers, as a worker left to itself may wait for minutes, and what the browser itself would only drop when memory
 * runs short, such as pictures decoded for the screen.
 */
export class MemoryReclaimer {
  private readonly workers = new Set<string>();

  private constructor(private readonly page: PipedPage) {}

  static async of(page: PipedPage): Promise<MemoryReclaimer> {
    const reclaimer = new MemoryReclaimer(page);
    page.on<Attachment>('Target.attachedToTarget', ({ sessionId }) => reclaimer.workers.add(sessionId));
    page.on<Attachment>('Target.detachedFromTarget', ({ sessionId }) => reclaimer.workers.delete(sessionId));
    const options = { autoAttach: true, waitForDebuggerOnStart: false, flatten: true };
    await page.send('Target.setAutoAttach', options);
    return reclaimer;
  }

  async reclaim(): Promise<void> {
    const threads = [undefined, ...this.workers];
    // Twice: what is collected lies in allocators' caches of each thread, which let go of it when it next allocates.
    for (let i = 0; i < 2; i++) {
      await this.page.send('Memory.simulatePressureNotification', { level: 'critical' });
      await Promise.all(threads.map((thread) => this.page.send('HeapProfiler.collectGarbage', {}, thread)));
    }
  }
}
