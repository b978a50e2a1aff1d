import type { Page } from '@playwright/test';
import { engineFile } from './support/static-server';
import { expect, test } from './support/test';

const RUNTIMES = /\.wasm-.*\.gz$/;

/** A page whose last visit found this graphics card. */
async function remember(page: Page, adapter: string): Promise<void> {
  await page.addInitScript((adapter) => localStorage.setItem('webgpu-adapter', adapter), adapter);
}

test('the runtime of the last visit is fetched before the graphics card has answered', async ({
  site,
  page,
}) => {
  await remember(page, 'none');
  await page.addInitScript(() => {
    const never = new Promise(() => undefined);
    Object.defineProperty(navigator, 'gpu', { value: { requestAdapter: () => never } });
    // Nor is it given up.
    const wait = window.setTimeout.bind(window);
    const patient = (run: () => void, time?: number) => wait(run, time === 3000 ? 1e9 : time);
    Object.assign(window, { setTimeout: patient });
  });
  await page.goto(site.address);
  await expect.poll(() => site.countOf(RUNTIMES)).toBe(1);
  expect(site.requests.some((path) => path.endsWith(engineFile()))).toBe(true);
});

test('a graphics card that is not there any more is not waited for', async ({ app, site, page }) => {
  await remember(page, 'card');
  await app.open(site.address);
  await expect(app.engine).toContainText('WebAssembly');
  expect(site.requests.filter((path) => path.endsWith(engineFile()))).toHaveLength(1);
});
