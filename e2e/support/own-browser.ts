import type { ChildProcess } from 'node:child_process';
import { chromium, type Browser, type BrowserContext } from '@playwright/test';
import { killBrowser, spawnBrowser } from './spawn-browser';

/** A browser process that a test may kill, with a profile that outlives it. */
export class OwnBrowser {
  private constructor(
    private readonly child: ChildProcess,
    private readonly browser: Browser,
    readonly context: BrowserContext,
  ) {}

  static async start(profile: string): Promise<OwnBrowser> {
    const child = spawnBrowser(profile, 'about:blank');
    const address = await new Promise<string>((resolve, reject) => {
      let said = '';
      child.stderr?.on('data', (data: Buffer) => {
        said += data.toString();
        const found = /DevTools listening on (ws:\S+)/.exec(said)?.[1];
        if (found) resolve(found);
      });
      child.once('exit', () => reject(new Error(`the browser ended: ${said}`)));
    });
    const browser = await chromium.connectOverCDP(address);
    const [context] = browser.contexts();
    if (!context) throw new Error('the browser has no context');
    return new OwnBrowser(child, browser, context);
  }

  async kill(): Promise<void> {
    await killBrowser(this.child);
    await this.browser.close().catch(() => undefined);
  }
}
