import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { chromium, type BrowserContext } from '@playwright/test';
import { BROWSER } from '../support/browser-options';
import { SOFTWARE_GRAPHICS } from '../support/graphics';
import { peakMemory } from './renderer-memory';

/** A browser with a profile of its own, which outlives it until `dispose`. */
export class BenchBrowser {
  private readonly profile = mkdtempSync(path.join(tmpdir(), 'bench-profile-'));
  private running: BrowserContext | undefined;

  constructor(private readonly software: boolean) {}

  /** Starts the browser, a second time with what the first left in the profile. */
  async start(): Promise<BrowserContext> {
    this.running = await chromium.launchPersistentContext(this.profile, {
      ...BROWSER,
      acceptDownloads: true,
      args: [...BROWSER.args, ...(this.software ? SOFTWARE_GRAPHICS : [])],
    });
    return this.running;
  }

  /** Largest peak of all renderer processes, in MB. */
  peak(): number {
    return peakMemory(this.profile);
  }

  async stop(): Promise<void> {
    await this.running?.close();
    this.running = undefined;
  }

  async dispose(): Promise<void> {
    await this.stop();
    rmSync(this.profile, { recursive: true, force: true, maxRetries: 5 });
  }
}
