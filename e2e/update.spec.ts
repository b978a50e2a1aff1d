import { deployAgain } from './support/deploy-again';
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
  deployAgain(site);

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
  await app.addSample('two storms');
  await app.run({ done: 1 });
});
