import { defineConfig, devices } from '@playwright/test';
import { BROWSER } from './support/browser-options';

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
    launchOptions: BROWSER,
  },
  projects: [{ name: 'chromium', use: { ...devices['Desktop Chrome'] } }],
});
