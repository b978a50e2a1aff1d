import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import type { Page, Worker } from '@playwright/test';
import { fixture } from '../.config/fixtures';
import { isEngine } from './support/engine-worker';
import { ISOLATION } from './support/hosts';
import { builtCatalogue } from './support/onnx-files';
import { ModelsPanel } from './support/models-panel';
import { file, picture, plain } from './support/pictures';
import { expect, test } from './support/test';

const MODEL = readFileSync(fixture('onnx/yolov8n-coco-dynamic.onnx'));
const [bundled] = builtCatalogue().models;
// With a hash to go by it is not fetched again.
const sha256 = createHash('sha256').update(MODEL).digest('hex');
const other = { id: 'other', label: 'Other', address: './models/other.onnx', sha256 };

test.use({
  hosting: {
    headers: ISOLATION,
    overlays: {
      'models.json': { body: JSON.stringify({ models: [bundled, other] }), type: 'application/json' },
      'models/other.onnx': { body: MODEL },
    },
  },
});

const engines = (page: Page) => page.workers().filter(isEngine);

function engineOf(page: Page): Worker {
  const [worker, ...more] = engines(page);
  if (!worker || more.length > 0) throw new Error(`${more.length} workers too many`);
  return worker;
}

test('another model is opened in the worker of a small one, and each answers as by itself', async ({
  app,
  site,
  page,
}) => {
  await app.open(site.address);
  await app.add(fixture('images/bus.jpg'));
  await app.run({ done: 1 });
  const worker = engineOf(page);
  const answers: string[] = [];
  for (const model of ['other', bundled?.id ?? '', 'other', bundled?.id ?? '']) {
    await app.model.selectOption(model);
    await app.modelReady();
    await app.confidence.fill('0.01');
    await app.run({ done: 1 });
    answers.push(JSON.stringify(await app.readTable()));
    expect(engineOf(page)).toBe(worker);
  }
  expect(answers[0]).toContain('bus');
  expect(answers[1]).not.toContain('bus');
  expect(answers.slice(2)).toEqual(answers.slice(0, 2));
});

interface Scope {
  read: number;
}

test('a kept model is opened from the bytes that were read to verify it', async ({ app, site, page }) => {
  await app.open(site.address);
  await app.modelReady();
  const open = async (model: string) => {
    await app.model.selectOption(model);
    await app.modelReady();
  };
  await open('other');
  const worker = engineOf(page);
  await worker.evaluate(() => {
    const scope = globalThis as unknown as Scope & { readonly FileReaderSync: typeof FileReader };
    scope.read = 0;
    for (const [{ prototype }, name] of [
      [Blob, 'arrayBuffer'],
      [scope.FileReaderSync, 'readAsArrayBuffer'],
    ] as const) {
      const read = Reflect.get(prototype, name) as (...args: unknown[]) => unknown;
      Reflect.set(prototype, name, function (this: unknown, ...args: unknown[]): unknown {
        scope.read++;
        return read.apply(this, args);
      });
    }
  });
  await open(bundled?.id ?? '');
  await open('other');
  expect(engineOf(page)).toBe(worker);
  expect(await worker.evaluate(() => (globalThis as unknown as Scope).read)).toBe(0);
});

test('after a large input its memory goes with its worker', async ({ app, site, page }) => {
  await app.open(site.address);
  await app.add(await picture('square.png', plain(960, 960)));
  const worker = engineOf(page);
  await app.inputSize.selectOption('960');
  await app.run({ done: 1 });
  expect(engineOf(page)).toBe(worker);
  await app.model.selectOption('other');
  await app.modelReady();
  await expect.poll(() => engines(page).includes(worker)).toBe(false);
});

for (const { size, worker } of [
  { size: '640', worker: 'that stays' },
  { size: '960', worker: 'that ends' },
]) {
  test(`a model that comes in the middle of a run does the rest at the same size, with a worker ${worker}`, async ({
    app,
    site,
    page,
  }) => {
    // Pictures of so many tiles that the model comes among them.
    const large = await picture('', plain(1400, 1000).jpeg());
    const pictures = ['first.jpg', 'second.jpg'].map((name) => ({ ...large, name }));
    const panel = new ModelsPanel(page);
    await app.open(site.address);
    await panel.open();
    await app.inputSize.selectOption(size);
    await page.getByRole('combobox', { name: 'Tiles' }).selectOption('512');
    await app.add(...pictures);
    await app.detect.click();
    await expect(app.status).toHaveText(/^Running first/);
    await panel.file.setInputFiles(fixture('checkpoints/yolo11n-narrow.pt'));
    await app.finished({ done: 2 });
    await app.modelReady();
    for (const { name } of pictures) {
      await app.select(name);
      await expect(page.getByText('The engine stopped')).toHaveCount(0);
    }
    expect((await app.downloadJson()).model_used).not.toBe(bundled?.id);
  });
}

test('a model that is deleted while it is open goes on, and a broken picture is left out', async ({
  app,
  site,
  page,
}) => {
  const panel = new ModelsPanel(page);
  await app.open(site.address);
  await panel.open();
  await panel.file.setInputFiles(fixture('checkpoints/yolo11n-narrow.pt'));
  const row = panel.row('yolo11n-narrow.pt');
  await row.state('kept');
  await app.modelReady();
  await row.delete();
  await app.add(file('broken.png', 'no picture'), fixture('images/tiny-97x61.png'));
  await app.run({ done: 1, failed: 1 });
});
