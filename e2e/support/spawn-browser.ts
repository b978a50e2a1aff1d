import { spawn, type ChildProcess } from 'node:child_process';
import { chromium } from '@playwright/test';
import { findBrowser } from '../../.config/find-browser';

/** Starts a browser that nothing watches, at an address, with a profile that outlives it. */
export function spawnBrowser(profile: string, address: string): ChildProcess {
  const args = [
    '--headless=new',
    '--no-sandbox',
    '--disable-background-networking',
    '--disable-component-update',
    '--disable-sync',
    '--disable-extensions',
    '--disable-component-extensions-with-background-pages',
    '--password-store=basic',
    '--no-first-run',
    '--remote-debugging-port=0',
    `--user-data-dir=${profile}`,
    address,
  ];
  const program = findBrowser() ?? chromium.executablePath();
  // A group of its own, so that all of its processes end together.
  return spawn(program, args, { detached: true, stdio: ['ignore', 'ignore', 'pipe'] });
}

/** Ends it as a crash or a power cut would: nothing in it gets to run any more. */
export async function killBrowser(child: ChildProcess): Promise<void> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  if (child.pid !== undefined) process.kill(-child.pid, 'SIGKILL');
  await ended;
}
