import { readFileSync } from 'node:fs';
import path from 'node:path';
import { DIST } from './support/static-server';
import { expect, test } from './support/test';

test('a new version is offered, takes over when asked, and leaves other caches alone', async ({
  app,
  site,
  page,
}) => {
  await app.open(site.address);
  await page.evaluate(async () => {
    const cache = await caches.open('somebody-elses');
    await cache.put('/kept', new Response('kept'));
  });
  const models = () =>
    page.evaluate(async () => (await (await caches.open('mars-dust-storm-models')).keys()).length);
  expect(await models()).toBe(1);

  // The site is deployed anew: another page, and a service worker that knows of it.
  const html = readFileSync(path.join(DIST, 'index.html'), 'utf8');
  const worker = readFileSync(path.join(DIST, 'service-worker.js'), 'utf8');
  const deployed = worker.replace(/(?<="revision":")[0-9a-f]{32}(?=","url":"index\.html")/, '0'.repeat(32));
  expect(deployed, 'the list of files names the page with a revision').not.toBe(worker);
  site.put('index.html', {
    body: html.replace(/<title>.*<\/title>/, '<title>Second version</title>'),
    type: 'text/html',
  });
  site.put('service-worker.js', { body: deployed, type: 'text/javascript' });

  await page.reload();
  await expect(page.getByText('A new version of this site is ready.')).toBeVisible();
  await expect(page).toHaveTitle('Mars Dust Storm Detection');
  await app.modelReady();
  await app.button('Reload').click();
  await expect(page).toHaveTitle('Second version');
  await app.modelReady();
  await expect(page.getByText('A new version of this site is ready.')).toBeHidden();

  expect(await page.evaluate(async () => (await caches.match('/kept'))?.text())).toBe('kept');
  expect(await models()).toBe(1);
  expect(site.countOf(/\.onnx$/)).toBe(1);
  expect(site.countOf(/\.wasm.*\.gz$/)).toBe(1);
  await app.sample('two storms').click();
  await app.run({ done: 1 });
});
