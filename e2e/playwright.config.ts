import { defineConfig, devices } from '@playwright/test';
import { BRISK_BROWSER, BROWSER } from './support/browser-options';

/** Tests that measure memory or time. */
const MEASURED = /(memory|smoothness)\.spec\.ts$/;
const DESKTOP = devices['Desktop Chrome'];

export default defineConfig({
  testDir: '.',
  // The stand-in hub's own tests belong to Vitest.
  testMatch: '**/*.spec.ts',
  outputDir: '../test-results/e2e',
  globalSetup: './support/require-build.ts',
  // What one waits for, a browser that starts, a server, a transition, is time of the other's.
  fullyParallel: true,
  workers: 2,
  retries: 0,
  forbidOnly: true,
  reporter: 'list',
  timeout: 120_000,
  expect: { timeout: 30_000 },
  use: {
    actionTimeout: 30_000,
    trace: 'off',
  },
  projects: [
    { name: 'chromium', testIgnore: MEASURED, use: { ...DESKTOP, launchOptions: BRISK_BROWSER } },
    // After all others, one at a time: what they say depends on what else runs.
    {
      name: 'measured',
      testMatch: MEASURED,
      workers: 1,
      dependencies: ['chromium'],
      use: { ...DESKTOP, launchOptions: BROWSER },
    },
  ],
});
