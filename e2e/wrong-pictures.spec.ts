import { rmSync, writeFileSync } from 'node:fs';
import type { AppPage } from './support/app-page';
import { brokenFiles } from './support/broken-files';
import { hugePng, picture, plain, storms, TWO_STORMS } from './support/pictures';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

test.use({ hosting: { headers: ISOLATION } });

test('files that are no pictures are named with what to do, and the others go on', async ({ app, site }) => {
  await app.open(site.address);
  const broken = await brokenFiles();
  const [first, ...others] = broken;
  if (!first) throw new Error('no files');
  // A good picture before, between and after the bad ones.
  const good = await picture('good.png', storms().resize(640).png());
  await app.add({ ...good, name: 'before.png' }, first, { ...good, name: 'between.png' }, ...others, {
    ...good,
    name: 'after.png',
  });
  await app.run({ done: 3, failed: broken.length });
  await expect(
    app.page.getByRole('heading', { name: `${broken.length} pictures were left out` }),
  ).toBeVisible();
  for (const { name, sentence } of broken)
    await expect.soft(problem(app, name)).toContainText(`${name} ${sentence}`);
  for (const name of ['before.png', 'between.png', 'after.png']) {
    await expect(app.button(new RegExp(`^${name}, [1-9]\\d* found$`))).toBeVisible();
  }

  // Nothing is lost: the others can still be looked at, and a bad one taken out.
  await app.select('after.png');
  expect(await app.rows.count()).toBeGreaterThan(0);
  await app.button('Remove empty.jpg').click();
  await expect(problem(app, 'empty.jpg')).toHaveCount(0);
  await expect(app.queue).toHaveCount(3 + others.length);
});

test('a file that is gone from the disk is named, and found again once it is chosen anew', async ({
  app,
  site,
}, info) => {
  const there = info.outputPath('storms.jpg');
  const jpeg = await storms().jpeg().toBuffer();
  writeFileSync(there, jpeg);
  await app.open(site.address);
  await app.pictures.setInputFiles(there);
  await expect(app.status).toHaveText('1 picture in the queue.');
  rmSync(there);
  await app.run({ done: 0, failed: 1 });
  await expect(app.page.getByRole('region', { name: 'One picture was left out' })).toContainText(
    'storms.jpg The file can no longer be read: it was moved, changed or deleted after it was chosen. Choose it again.',
  );
  await app.button('Remove all').click();
  writeFileSync(there, jpeg);
  await app.pictures.setInputFiles(there);
  await app.run({ done: 1 });
  // Nor can it be drawn then.
  rmSync(there);
  await app.button('Download PNG').click();
  await expect(app.page.getByRole('alert')).toHaveText(/^Could not be drawn: storms\.jpg\. /);
});

test('a picture too large for memory is refused at once, by its size', async ({ app, site }) => {
  await app.open(site.address);
  await app.add(hugePng('map.png', 20_000, 20_000), hugePng('strip.png', 40_000, 100), TWO_STORMS);
  await app.run({ done: 1, failed: 2 });
  const remedy = 'Cut it into pieces of at most 120 million pixels, 32,767 a side.';
  await expect(problem(app, 'map.png')).toContainText(
    `20,000 x 20,000 pixels do not fit a browser's memory. ${remedy}`,
  );
  await expect(problem(app, 'strip.png')).toContainText(
    `40,000 x 100 pixels do not fit a browser's memory. ${remedy}`,
  );
});

test('16-bit, grey, transparent, CMYK and one-pixel pictures simply work', async ({ app, site }) => {
  await app.open(site.address);
  const pixels = storms().resize(640);
  const eight = await picture('eight.png', pixels.clone().png());
  const sixteen = await picture('sixteen.png', pixels.clone().toColourspace('rgb16').png());
  expect(sixteen.buffer[24], 'bits a sample').toBe(16);
  const cmyk = pixels.clone().toColourspace('cmyk').jpeg({ quality: 100 });
  const files = [
    eight,
    sixteen,
    await picture('cmyk.jpg', cmyk),
    await picture('grey.png', pixels.clone().greyscale().png()),
    await picture('clear.png', pixels.clone().ensureAlpha(0.5).png()),
    await picture('dot.png', plain(1, 1)),
  ];
  await app.add(...files);
  await app.run({ done: files.length });
  await app.confidence.fill('0.02');
  await app.select('eight.png');
  const expected = await app.readTable();
  expect(expected.length).toBeGreaterThan(0);
  await app.select('sixteen.png');
  expect(await app.readTable()).toEqual(expected);
  await app.select('cmyk.jpg');
  expect(await app.rows.count()).toBeGreaterThan(0);
  await app.select('dot.png');
  await expect(app.page.getByText('1 x 1 px', { exact: true })).toBeVisible();
});

test('500 files at once are all listed, and a run over them can be cancelled', async ({ app, site }) => {
  await app.open(site.address);
  const { buffer, mimeType } = await picture('', plain(48, 32));
  const names = Array.from({ length: 500 }, (_, i) => `picture-${String(i + 1).padStart(3, '0')}.png`);
  await app.add(...names.map((name) => ({ name, mimeType, buffer })));
  await expect(app.queue).toHaveCount(500);
  const listed = await app.queue.evaluateAll((items) => items.map((item) => item.getAttribute('aria-label')));
  expect(listed).toEqual(names.map((name) => `${name}, waiting`));
  await expect(app.status).toHaveText('500 pictures in the queue.');

  await app.detect.click();
  await expect(app.status).toHaveText(/^Running picture-\d{3}\.png, 49\d pictures left\.$/);
  await expect(app.detect).toBeDisabled();
  await app.cancel.click();
  await expect(app.status).toHaveText(/^0 detections in \d+ pictures?\. Cancelled; what is done was kept\.$/);
  const kept = await app.button(/, 0 found$/).count();
  expect(kept).toBeGreaterThan(0);
  expect(kept).toBeLessThan(500);
  await expect(app.button(/, waiting$/)).toHaveCount(500 - kept);

  // The rest goes on where it stopped.
  await app.detect.click();
  await expect(app.status).toHaveText(/^Running/);
  // Pictures are faster than looks at them: none of them need be seen.
  const left = /(\d+) pictures left\.$/.exec(await app.status.innerText())?.[1];
  expect(Number(left)).toBeLessThanOrEqual(500 - kept);
  await app.cancel.click();
  await expect(app.status).toContainText('Cancelled');
  expect(await app.button(/, 0 found$/).count()).toBeGreaterThan(kept);
});

function problem(app: AppPage, name: string) {
  return app.page
    .getByRole('region', { name: /left out$/ })
    .getByRole('listitem')
    .filter({ hasText: name });
}
