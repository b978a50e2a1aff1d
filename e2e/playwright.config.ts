import { defineConfig, devices } from '@playwright/test';
import { findBrowser } from '../.config/find-browser';
import { INSECURE_HOST } from './support/hosts';

const executablePath = findBrowser();

export default defineConfig({
  testDir: '.',
  // The stand-in hub's own tests belong to Vitest.
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results/e2e',
  globalSetup: './support/require-build.ts',
  // The detector takes every core there is; more at once would only take turns.
  workers: 1,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    actionTimeout: 30_000,
    trace: 'off',
    launchOptions: {
      ...(executablePath !== undefined && { executablePath }),
      args: [
        '--no-sandbox',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
        '--no-first-run',
        // A name that is not this machine's own, so that the browser does not trust its plain HTTP.
        `--host-resolver-rules=MAP ${INSECURE_HOST} 127.0.0.1`,
      ],
    },
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'] } }],
});
