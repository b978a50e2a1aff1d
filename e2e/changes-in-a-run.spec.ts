import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import { fixture } from '../.config/fixtures';
import type { AppPage } from './support/app-page';
import { isEngine } from './support/engine-worker';
import { ISOLATION } from './support/hosts';
import { ModelsPanel } from './support/models-panel';
import { file } from './support/pictures';
import { expect, test } from './support/test';

/* What a person does while a queue runs, besides watching it. */

test.use({ hosting: { headers: ISOLATION } });

const MODEL = fixture('onnx/yolov8n-coco-dynamic.onnx');

/** Opens a model that takes inputs of any size. */
async function giveModel(app: AppPage, page: Page): Promise<void> {
  const panel = new ModelsPanel(page);
  await panel.open();
  await panel.file.setInputFiles(MODEL);
  await expect(app.model.locator('option:checked')).toContainText(path.basename(MODEL));
  await app.modelReady();
}

/** Begins a run over a picture that is cut into tiles, so that there is time for something else. */
async function beginRun(app: AppPage, page: Page, ...names: readonly string[]): Promise<void> {
  const tiled = file('', readFileSync(fixture('images/bus.jpg')));
  await page.getByRole('combobox', { name: 'Tiles' }).selectOption('512');
  await app.add(...names.map((name) => ({ ...tiled, name })));
  await app.detect.click();
  await expect(app.status).toHaveText(/^Running /);
}

test('an overlap that is moved meanwhile holds for the picture that runs', async ({ app, site, page }) => {
  await app.open(site.address);
  await giveModel(app, page);
  await app.confidence.fill('0.05');
  await app.overlap.fill('0.3');
  await beginRun(app, page, 'tiled.jpg');
  await app.overlap.fill('0.9');
  await expect(app.status).toHaveText(/^Running /);
  await app.finished({ done: 1 });
  const moved = (await app.downloadJson()).detections;
  const as = async (overlap: string) => {
    await app.overlap.fill(overlap);
    await expect.poll(async () => (await app.downloadJson()).detections.length).not.toBe(found);
    found = (await app.downloadJson()).detections.length;
    return (await app.downloadJson()).detections;
  };
  let found = moved.length;
  expect((await as('0.3')).length).toBeLessThan(moved.length);
  expect(await as('0.9')).toEqual(moved);
});

test('pictures that are removed meanwhile are not run', async ({ app, site, page }) => {
  await app.open(site.address);
  await beginRun(app, page, ...Array.from({ length: 9 }, (_, i) => `tiled-${i}.jpg`));
  const said = await recordTexts(app.status);
  await app.button('Remove all').click();
  await expect(app.status).toHaveText('No pictures yet.');
  expect((await said()).filter((text) => text.includes('tiled-8'))).toEqual([]);
  await app.addSample('two storms');
  await app.run({ done: 1 });
});

test('the model in use, given once more, is no other one', async ({ app, site, page }) => {
  await app.open(site.address);
  await giveModel(app, page);
  // Its worker would end if it were opened anew.
  await app.inputSize.selectOption('960');
  await beginRun(app, page, 'tiled.jpg');
  const worker = page.workers().find(isEngine);
  await new ModelsPanel(page).file.setInputFiles(MODEL);
  await app.finished({ done: 1 });
  await expect(page.getByText('The engine stopped')).toHaveCount(0);
  expect(page.workers().find(isEngine)).toBe(worker);
});

/** Everything that an element says from now on. */
async function recordTexts(element: Locator): Promise<() => Promise<readonly string[]>> {
  const texts = await element.evaluateHandle((node) => {
    const seen = [node.textContent];
    new MutationObserver(() => seen.push(node.textContent)).observe(node, {
      subtree: true,
      childList: true,
      characterData: true,
    });
    return seen;
  });
  return () => texts.jsonValue();
}
