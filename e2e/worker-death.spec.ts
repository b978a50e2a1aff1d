import type { Page, Worker } from '@playwright/test';
import { endWorker } from './support/end-worker';
import { isEngine } from './support/engine-worker';
import { engineFile } from './support/static-server';
import { picture, plain } from './support/pictures';
import { fixture } from '../.config/fixtures';
import { expect, test } from './support/test';

/** Pictures that take their time, so that the worker dies among them. */
async function slowPictures() {
  const large = await picture('', plain(2000, 1500).jpeg());
  return Array.from({ length: 6 }, (_, i) => ({ ...large, name: `large-${i + 1}.jpg` }));
}

test('a worker that dies in the middle of a batch costs no picture', async ({ app, site, page }) => {
  await app.open(site.address);
  await app.add(...(await slowPictures()));
  await app.detect.click();
  await expect(app.status).toHaveText(/^Running large-/);
  const first = await appWorker(page);
  await endEngine(page);
  await app.finished({ done: 6 });
  expect(await appWorker(page)).not.toBe(first);

  // And again later on, when nothing runs; then the thresholds still filter and the next run still works.
  await endEngine(page);
  await app.overlap.fill('0.7');
  await app.add(fixture('images/tiny-97x61.png'));
  await app.run({ done: 7 });
});

test('a picture that ends the worker twice is reported, and the others are done', async ({
  app,
  site,
  page,
}) => {
  await app.open(site.address);
  await app.add(...(await slowPictures()));
  await app.detect.click();
  await expect(app.status).toHaveText(/^Running large-/);
  // The next worker will have to fetch the engine again, and to wait for it: long enough to be ended too.
  await page.evaluate(() => caches.delete('mars-site-engine'));
  const release = site.hold(engineFile());
  await endEngine(page);
  const problem = page.getByRole('region', { name: 'One picture was left out' }).getByRole('listitem');
  const reported = async (times: number) => {
    // A page that is touched shows at once what it knows; one that is left alone, within half a second.
    await page.mouse.move(times, times);
    return (await problem.count()) > 0;
  };
  // Where a worker ended between two pictures, the second of them has lost none yet: as often as it takes.
  for (let fetches = 2; !(await reported(fetches)); fetches++) {
    await expect.poll(() => site.countOf(/\.gz$/)).toBe(fetches);
    await endEngine(page);
  }
  release();
  await app.finished({ done: 5, failed: 1 });
  await expect(problem).toHaveText(
    /^large-\d\.jpg The engine was stopped twice while it worked on this, perhaps for want of memory\. Close other tabs, or try a smaller picture or model\.Remove$/,
  );

  // Not for good: it may have been no fault of the picture's.
  await app.run({ done: 6 });
});

async function appWorker(page: Page): Promise<Worker> {
  await expect.poll(() => page.workers().filter(isEngine).length).toBe(1);
  const worker = page.workers().find(isEngine);
  if (!worker) throw new Error('no worker');
  return worker;
}

async function endEngine(page: Page): Promise<void> {
  await endWorker(page, await appWorker(page), 3);
}
