import { readFileSync } from 'node:fs';
import { cpus, loadavg, release, totalmem, type } from 'node:os';
import { chromium } from '@playwright/test';
import { findBrowser } from '../../.config/find-browser';
import type { Machine } from './results';

/** What the figures were measured on, without its name or address. */
export async function describeMachine(): Promise<Omit<Machine, 'load'>> {
  const executablePath = findBrowser();
  const browser = await chromium.launch({
    ...(executablePath !== undefined && { executablePath }),
    args: ['--no-sandbox'],
  });
  const version = browser.version();
  await browser.close();
  return {
    cpu: /^model name\s*: (.+)$/m.exec(readFileSync('/proc/cpuinfo', 'utf8'))?.[1] ?? 'unknown',
    cores: cpus().length,
    memory_gb: Math.round(totalmem() / 1e9),
    system: `${type()} ${release()}`,
    browser: `Chromium ${version}, headless`,
  };
}

/** Mean number of runnable processes over the last minute. */
export function loadNow(): number {
  return Number((loadavg()[0] ?? 0).toFixed(1));
}
