import type { CDPSession, Page } from '@playwright/test';

/** Collects what can be collected, in the page and in its workers: a worker left to itself may wait for minutes. */
export class GarbageCollector {
  private readonly workers = new Set<string>();
  private readonly answers = new Map<string, () => void>();

  private constructor(private readonly page: CDPSession) {
    page.on('Target.attachedToTarget', ({ sessionId }) => this.workers.add(sessionId));
    page.on('Target.detachedFromTarget', ({ sessionId }) => {
      this.workers.delete(sessionId);
      this.answers.get(sessionId)?.();
    });
    page.on('Target.receivedMessageFromTarget', ({ sessionId }) => this.answers.get(sessionId)?.());
  }

  static async of(page: Page): Promise<GarbageCollector> {
    const client = await page.context().newCDPSession(page);
    const collector = new GarbageCollector(client);
    // Sessions that go through the page's own: Playwright knows no others.
    await client.send('Target.setAutoAttach', {
      autoAttach: true,
      waitForDebuggerOnStart: false,
      flatten: false,
    });
    return collector;
  }

  async collect(): Promise<void> {
    await this.page.send('HeapProfiler.collectGarbage');
    await Promise.all([...this.workers].map((sessionId) => this.collectIn(sessionId)));
  }

  private async collectIn(sessionId: string): Promise<void> {
    const answered = new Promise<void>((resolve) => this.answers.set(sessionId, resolve));
    const message = JSON.stringify({ id: 1, method: 'HeapProfiler.collectGarbage' });
    await this.page.send('Target.sendMessageToTarget', { sessionId, message });
    await answered;
    this.answers.delete(sessionId);
  }
}
