import type { Page } from '@playwright/test';
import { INSECURE_HOST, ISOLATION } from './support/hosts';
import { ModelsPanel } from './support/models-panel';
import { expect, test } from './support/test';

test.describe('in a folder of a host that sends no headers', () => {
  test.use({ hosting: { base: '/some/folder/' } });

  test('one reload isolates the page, so that there are threads', async ({ app, site, page }) => {
    const navigations = countNavigations(page);
    await app.open(site.address);
    expect(await isIsolated(page)).toBe(true);
    await expect(app.engine).toHaveText(/^WebAssembly, \d+ threads$/);
    expect(navigations()).toBe(2);
    await app.addSample('two storms');
    await app.run({ done: 1 });
    // Everything lies in the folder: nothing was asked for beside it, and nothing was missing.
    expect(site.requests.filter((file) => file.startsWith('/'))).toEqual([]);

    await page.reload();
    await app.modelReady();
    expect(navigations()).toBe(3);
    await page.goto(`${site.address}?model=x#y`);
    await app.modelReady();
    expect(await isIsolated(page)).toBe(true);
  });
});

test.describe('on a host that isolates the page itself', () => {
  test.use({ hosting: { headers: ISOLATION } });

  test('the page does not reload', async ({ app, site, page }) => {
    const navigations = countNavigations(page);
    await app.open(site.address);
    expect(await isIsolated(page)).toBe(true);
    await expect(app.engine).toHaveText(/^WebAssembly, \d+ threads$/);
    await app.addSample('two storms');
    await app.run({ done: 1 });
    expect(navigations()).toBe(1);
  });
});

test.describe('where service workers are blocked', () => {
  test.use({ serviceWorkers: 'block' });

  test('the site works on one thread and says so', async ({ app, site, page }) => {
    const navigations = countNavigations(page);
    await app.open(site.address);
    expect(await isIsolated(page)).toBe(false);
    await expect(app.engine).toHaveText('WebAssembly, one thread (this host or browser does not allow more)');
    await app.addSample('two storms');
    await app.run({ done: 1 });
    await expect(app.rows).toHaveCount(2);
    expect(navigations()).toBeLessThanOrEqual(2);
  });
});

test('at an address without HTTPS the site works on one thread and says so', async ({ app, site, page }) => {
  const navigations = countNavigations(page);
  await app.open(site.address.replace(/127\.0\.0\.1/, INSECURE_HOST));
  expect(await page.evaluate(() => isSecureContext)).toBe(false);
  await expect(app.engine).toHaveText('WebAssembly, one thread (this host or browser does not allow more)');
  await app.addSample('two storms');
  await app.run({ done: 1 });
  await expect(app.rows).toHaveCount(2);
  expect(navigations()).toBe(1);
  await new ModelsPanel(page).open();
  await page.getByText('About this device', { exact: true }).click();
  await app.button('Copy as JSON').click();
  await expect(page.getByText('The browser copies nothing for this page.')).toBeVisible();
});

function isIsolated(page: Page): Promise<boolean> {
  return page.evaluate(() => crossOriginIsolated);
}

/** Counts the documents that the page itself has shown from now on. */
function countNavigations(page: Page): () => number {
  let count = 0;
  page.on('framenavigated', (frame) => {
    if (frame === page.mainFrame()) count++;
  });
  return () => count;
}
