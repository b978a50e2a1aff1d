import { unpackedAddress } from '../src/shared/unpacked-runtime';
import { engineFile } from './support/static-server';
import { expect, test } from './support/test';

const ENGINE = /\.wasm.*\.gz$/;

test('after one visit the site works with its server gone', async ({ app, site, page }) => {
  await app.open(site.address);
  await app.addSample('two storms');
  await app.run({ done: 1 });
  const online = await app.readTable();

  await site.stop();
  await expect(fetch(site.address)).rejects.toThrow();
  await page.reload();
  await expect(page.getByRole('heading', { name: 'Mars Dust Storm Detection' })).toBeVisible();
  await app.modelReady();
  await expect(app.engine).toContainText('threads');
  await app.addSample('two storms');
  await app.run({ done: 1 });
  expect(await app.readTable()).toEqual(online);
  await app.addSample('northern storm');
  await app.run({ done: 2 });
});

test('a visit that never ran the detector is enough', async ({ app, site, page }) => {
  await app.open(site.address);
  await site.stop();
  await page.reload();
  await app.modelReady();
  await app.addSample('northern storm');
  await app.run({ done: 1 });
  expect(await app.rows.count()).toBeGreaterThan(0);
});

test('a second visit fetches neither engine nor model again', async ({ app, site, context }) => {
  await app.open(site.address);
  expect(site.countOf(ENGINE)).toBe(1);
  expect(site.countOf(/\.onnx$/)).toBe(1);
  await app.page.close();

  const page = await context.newPage();
  // By its address, since with it a browser keeps what it has compiled.
  const address = unpackedAddress(site.address + engineFile());
  const runtime = page.waitForResponse(
    (answer) => answer.url() === address && answer.request().method() === 'GET',
  );
  await page.goto(site.address);
  expect((await runtime).fromServiceWorker()).toBe(true);
  await expect(page.getByText(/^WebAssembly, \d threads/)).toBeVisible();
  expect(site.countOf(ENGINE)).toBe(1);
  expect(site.countOf(/\.onnx$/)).toBe(1);
});
