import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { fixture, readFixtureJson } from '../.config/fixtures';
import { startHub, type StandInHub } from './stand-in-hub/start-hub';
import { AppPage } from './support/app-page';
import { compareGroup, type GoldenCase } from './support/golden';
import { expect, test } from './support/test';

const CHECKPOINT = 'yolov8n-coco-unstripped.pt';
/** The state of a model that can be opened. */
const HERE = /(?<!not )on this device/;
const REPO = 'someone/coco';
/** Of the 19.3 MB two thirds are the optimizer's. */
const MOST_BYTES = 6_800_000;

/** Cases of the reference for the same weights; the checkpoint holds them in another form. */
function goldenCases(): readonly GoldenCase[] {
  const { cases } = readFixtureJson('golden/detections.json') as { readonly cases: readonly GoldenCase[] };
  return cases.filter(
    ({ model, image, imgsz, conf }) =>
      model === 'checkpoints/yolov8n-coco.pt' && image === 'bus.png' && imgsz === 640 && conf === 0.25,
  );
}

/** Bytes of bodies that were asked of the storage origin, by their ranges. */
function bytesAsked(hub: StandInHub): number {
  return hub.requests
    .filter(({ to, method }) => to === 'storage' && method === 'GET')
    .reduce((sum, { headers }) => {
      const [, from, last] = /^bytes=(\d+)-(\d+)$/.exec(headers.range ?? '') ?? [];
      return sum + (last === undefined ? Infinity : Number(last) - Number(from) + 1);
    }, 0);
}

function row(page: Page, name: string) {
  return page.getByRole('table', { name: 'Models' }).getByRole('row').filter({ hasText: name });
}

test('a pasted checkpoint runs, for a third of its bytes, and again offline', async ({ page, site }) => {
  const bytes = readFileSync(fixture(`checkpoints/${CHECKPOINT}`));
  const hub = await startHub({ repos: [{ name: REPO, files: [{ path: CHECKPOINT, bytes }] }] });
  try {
    const bundled = JSON.parse(readFileSync('public/models.json', 'utf8')) as object;
    site.put('models.json', { body: JSON.stringify({ ...bundled, hub: hub.origin }) });
    const app = new AppPage(page);
    await app.open(site.address);
    await app.button('Models').click();
    await page.getByRole('textbox', { name: 'Hugging Face model or address' }).fill(`${REPO}/${CHECKPOINT}`);
    await app.button('Add model').click();
    const model = row(page, CHECKPOINT);
    await model.getByRole('button', { name: 'Download', exact: true }).click();
    await expect(model).toContainText(HERE, { timeout: 60_000 });
    console.log(`  ${bytesAsked(hub)} of ${bytes.length} bytes asked of the storage`);
    expect(bytesAsked(hub)).toBeLessThanOrEqual(MOST_BYTES);

    await app.modelReady();
    const cases = goldenCases();
    expect(cases).not.toHaveLength(0);
    await compareGroup(app, cases);
    await model.getByText('Details').click();
    await expect(model).toContainText('yolov8n');
    await expect(model).toContainText(/6\.6 MB read of 19\.3 MB/);

    await hub.stop();
    await site.stop();
    await page.reload();
    await app.button('Models').click();
    await app.model.selectOption(`${REPO}/${CHECKPOINT} · 6.4 MB`);
    await app.modelReady();
    await compareGroup(app, cases);
  } finally {
    await hub.close();
  }
});

test('a checkpoint of the person is converted and names its class', async ({ app, site, page }) => {
  await app.open(site.address);
  await app.button('Models').click();
  await page.getByLabel('Model file').setInputFiles(fixture('checkpoints/yolov9t-ball-kaggle.pt'));
  const model = row(page, 'yolov9t-ball-kaggle.pt');
  await expect(model).toContainText(HERE, { timeout: 60_000 });
  await app.modelReady();
  await model.getByText('Details').click();
  await expect(model.locator('dd', { hasText: /^ball$/ })).toBeVisible();
});

for (const [file, sentence] of [
  ['yolov5n-legacy-v6.pt', /made by YOLOv5 or v7 before Ultralytics 8/],
  ['yolov8m-tiny-width.pt', /layer of an unexpected form: Detect at model\.22 \(stride\)/],
] as const) {
  test(`${file} is refused by name`, async ({ app, site, page }) => {
    await app.open(site.address);
    await app.button('Models').click();
    await page.getByLabel('Model file').setInputFiles(fixture(`checkpoints/${file}`));
    await expect(page.getByRole('alert')).toContainText(sentence);
    await app.modelReady();
  });
}
