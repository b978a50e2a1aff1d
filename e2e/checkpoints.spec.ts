import { readFileSync } from 'node:fs';
import type { Page } from '@playwright/test';
import { fixture, readFixtureJson } from '../.config/fixtures';
import type { StandInHub } from './stand-in-hub/start-hub';
import { compareGroup, settingsOf, type GoldenCase } from './support/golden';
import { ISOLATION } from './support/hosts';
import { catalogue, expect, test as hubTest } from './support/hub-test';
import { builtCatalogue, bundledModelBytes } from './support/onnx-files';
import { readStored } from './support/stored-models';

const REPO = 'someone/coco';
const UNSTRIPPED = 'yolov8n-coco-unstripped.pt';
const STRIPPED = 'yolov8n-coco.pt';
/** Of the 19.3 MB two thirds are the optimizer's. */
const MOST_BYTES = 6_800_000;
/** Bytes that are stored at a time, so that no more are lost with the tab. */
const PART = 1024 * 1024;

/** A site whose catalogue is the one it is shipped with, but for the hub. */
const test = hubTest.extend({
  hosting: async ({ hub }, use) => {
    const overlays = { 'models.json': catalogue(hub, builtCatalogue().models) };
    await use({ headers: ISOLATION, overlays });
  },
});

const bytesOf = (name: string) => readFileSync(fixture(`checkpoints/${name}`));

test.use({
  hubOptions: {
    repos: [
      { name: REPO, files: [{ path: UNSTRIPPED, bytes: bytesOf(UNSTRIPPED) }] },
      {
        name: 'gauravgkg/Mars_Model',
        files: [
          { path: 'best.pt', bytes: bytesOf(STRIPPED) },
          { path: 'last.pt', bytes: bytesOf(UNSTRIPPED) },
        ],
      },
    ],
  },
});

/** Answers of the reference for the weights that both files hold. */
const CASES = (
  readFixtureJson('golden/detections.json') as { readonly cases: readonly GoldenCase[] }
).cases.filter(({ model }) => model === `checkpoints/${STRIPPED}`);
const BUS = CASES.filter(({ image, imgsz, conf }) => image === 'bus.png' && imgsz === 640 && conf === 0.25);

/** Bytes that the storage origin has sent, headers and all. */
function bytesSent(hub: StandInHub): number {
  return hub.requests.filter(({ to }) => to === 'storage').reduce((sum, { sent }) => sum + sent(), 0);
}

/** Bytes of the unfinished download; the bundled model has bytes of its own. */
async function storedBytes(page: Page): Promise<number> {
  const bundled = bundledModelBytes().length;
  const contents = (await readStored(page)).filter(({ size }) => size !== bundled);
  return contents.reduce((sum, { size }) => sum + size, 0);
}

test('a pasted checkpoint tells what it is, goes on after a reload, runs for a third of its bytes, and again offline', async ({
  app,
  panel,
  hub,
  site,
  page,
}) => {
  expect(BUS).toHaveLength(1);
  const reference = `${REPO}/${UNSTRIPPED}`;
  await panel.visit(site.address);
  await panel.add(reference);
  hub.faults.add(reference, { kind: 'stall', after: 3_000_000, skip: 3 });
  const row = panel.row(reference);
  await row.button('Download').click();
  // Its weights are not here yet, and nothing has run.
  await row.locator.getByText('Details').click();
  for (const text of ['person, bicycle, car', '640 x 640 px', 'yolov8n', 'with Ultralytics 8.', 'AGPL-3.0']) {
    await expect(row.locator).toContainText(text);
  }
  await expect(row.locator).toContainText(/Training arguments.*imgsz: 640/s);
  await expect(row.locator).toContainText('of 19.3 MB hold the network');
  // Silence after 3 MB of the weights; what was stored of them before the reload is not fetched again.
  await expect.poll(async () => storedBytes(page)).toBeGreaterThan(2 * PART);
  await page.reload();
  await panel.open();
  await row.state('partial');
  await expect(row.cell).toHaveText(/^partly downloaded \(\d\.\d MB of 6\.6 MB\)$/);

  hub.faults.clear();
  await row.download();
  console.log(`  ${bytesSent(hub)} of ${bytesOf(UNSTRIPPED).length} bytes sent, with a reload in between`);
  expect(bytesSent(hub)).toBeLessThanOrEqual(MOST_BYTES + PART);
  await row.locator.getByText('Details').click();
  await expect(row.locator).toContainText('6.6 MB read of 19.3 MB');
  await app.model.selectOption(reference);
  await app.modelReady();
  await compareGroup(app, BUS);

  await Promise.all([hub.stop(), site.stop()]);
  await page.reload();
  await app.modelReady();
  await app.model.selectOption(reference);
  await app.modelReady();
  await compareGroup(app, BUS);
});

test('best.pt and last.pt of the catalogue are offered, fetched when asked, answer as Ultralytics does, and work offline', async ({
  app,
  hub,
  site,
  page,
}) => {
  test.setTimeout(300_000);
  expect(CASES).toHaveLength(16);
  await app.open(site.address);
  const fetchChosen = async (id: string, file: string) => {
    await app.model.selectOption(id);
    await expect(page.getByText(`${file}) is not on this device yet`)).toBeVisible();
    await expect(app.confidence).toHaveValue('0.2');
    const before = hub.requests.length;
    await app.button('Download').click();
    await app.modelReady();
    expect(hub.requests.length).toBeGreaterThan(before);
  };
  expect(hub.requests).toEqual([]);
  await fetchChosen('mars-model-best', 'best.pt');
  for (const settings of new Set(CASES.map(settingsOf))) {
    await compareGroup(
      app,
      CASES.filter((golden) => settingsOf(golden) === settings),
    );
  }
  await fetchChosen('mars-model-last', 'last.pt');
  await compareGroup(app, BUS);

  await Promise.all([hub.stop(), site.stop()]);
  await page.reload();
  await app.modelReady();
  await app.model.selectOption('mars-model-best');
  await app.modelReady();
  await compareGroup(app, BUS);
});

test('checkpoints of the person are refused by name, or converted with their own classes', async ({
  app,
  panel,
  site,
}) => {
  await panel.visit(site.address);
  for (const [file, sentence] of [
    ['yolov5n-legacy-v6.pt', /made by YOLOv5 or v7 before Ultralytics 8/],
    ['yolov8m-tiny-width.pt', /layer of an unexpected form: Detect at model\.22 \(stride\)/],
  ] as const) {
    await panel.file.setInputFiles(fixture(`checkpoints/${file}`));
    await expect(panel.refusal).toContainText(sentence);
    await app.modelReady();
  }
  await panel.file.setInputFiles(fixture('checkpoints/yolov9t-ball-kaggle.pt'));
  const row = panel.row('yolov9t-ball-kaggle.pt');
  await row.state('kept');
  await app.modelReady();
  await row.locator.getByText('Details').click();
  await expect(row.locator.locator('dd', { hasText: /^ball$/ })).toBeVisible();
});
