import sharp from 'sharp';
import { fixture } from '../.config/fixtures';
import type { AppPage } from './support/app-page';
import { builtCatalogue } from './support/onnx-files';
import { plain, picture, TWO_STORMS } from './support/pictures';
import { engineFile } from './support/static-server';
import { readStored } from './support/stored-models';
import { expect, test } from './support/test';
import { unzip } from './support/unzip';

/** The bundled model's default threshold, which its catalogue gives. */
const CONFIDENCE = builtCatalogue().models[0]?.thresholds?.confidence;

test('pictures and samples run as one queue', async ({ app, site }) => {
  await app.open(site.address);
  await expect(app.status).toHaveText('No pictures yet.');
  await expect(app.detect).toBeDisabled();

  await app.add(TWO_STORMS, await picture('plain.png', plain(200, 100)));
  await app.addSample('northern storm');
  await expect(app.queue).toHaveCount(3);
  await expect(app.status).toHaveText('3 pictures in the queue.');
  await app.run({ done: 3 });

  await app.select('plain.png');
  await expect(app.rows).toHaveCount(0);
  await expect(app.page.getByText('Nothing above this confidence.')).toBeVisible();
  await app.select('sample-northern-storm.jpg');
  await expect(app.page.getByText('1,280 x 640 px')).toBeVisible();
  expect(await app.rows.count()).toBeGreaterThan(0);
  for (const stage of ['Decode', 'Letterbox', 'Inference', 'Suppression']) {
    await expect(app.timings.locator('div', { hasText: stage })).toHaveText(/\d(\.\d+)? m?s$/);
  }
  await app.button('Remove all').click();
  await expect(app.status).toHaveText('No pictures yet.');
});

test('Detect pressed before the engine has begun to load waits for it', async ({ app, site, page }) => {
  // The page waits for the service worker before it starts the engine.
  const release = site.hold('service-worker.js');
  await page.goto(site.address);
  await app.addSample('two storms');
  await app.detect.click();
  await expect(app.status).toHaveText('Waiting for the engine, then 1 picture.');
  release();
  await app.finished({ done: 1 });
});

test('a picture is decoded while the model is waited for', async ({ app, site, page }) => {
  const release = site.hold(engineFile());
  await page.goto(site.address);
  await page.waitForFunction(() => crossOriginIsolated);
  await app.addSample('two storms');
  const decoders = () => page.workers().filter((worker) => worker.url().includes('pictures-main'));
  expect(decoders()).toHaveLength(0);
  await app.detect.click();
  await expect.poll(decoders).toHaveLength(1);
  release();
  await app.finished({ done: 1 });
  expect(await app.rows.count()).toBeGreaterThan(0);
});

test('a model that is overtaken while it is read leaves the other one alone', async ({ app, site, page }) => {
  const models = ['slow', 'dust-storm'].map((id) => ({ id, label: id, address: `./models/${id}.onnx` }));
  site.put('models.json', { body: JSON.stringify({ models }) });
  site.put('models/slow.onnx', { file: fixture('onnx/yolov8n-coco-640.onnx') });
  const release = site.hold('models/slow.onnx');
  await page.goto(site.address);
  // Where another is chosen before, the first is not begun with.
  await expect.poll(() => site.countOf(/^models\/slow\.onnx$/)).toBe(1);
  await app.model.selectOption('dust-storm');
  await app.modelReady();
  await app.addSample('two storms');
  await app.run({ done: 1 });
  const found = await app.readTable();
  expect(found).not.toEqual([]);
  release();
  // Read to its end, and kept.
  await expect.poll(async () => (await readStored(page)).length).toBe(2);
  // Long enough for it to be opened, were it to be.
  for (let i = 0; i < 5; i++) {
    await app.run({ done: 1 });
    expect(await app.readTable()).toEqual(found);
  }
});

test('thresholds filter at once, without another run', async ({ app, site }) => {
  await showStorms(app, site.address);
  await expect(app.rows).toHaveCount(2);
  const before = await app.downloadJson();

  await app.confidence.fill('0.01');
  await app.overlap.fill('0.9');
  // As many as may be shown at once.
  const loose = 50;
  await expect(app.rows).toHaveCount(loose);
  await expect(app.boxes).toHaveCount(loose);
  await expect(app.status).toHaveText(`${loose} detections in 1 picture.`);
  await app.overlap.fill('0.1');
  await expect.poll(() => app.rows.count()).toBeLessThan(loose);
  const strict = await app.readTable();
  expect(strict.map(({ confidence }) => confidence)).toEqual(
    strict.map(({ confidence }) => confidence).toSorted((a, b) => b - a),
  );
  await app.maxDetections.fill('3');
  await expect(app.rows).toHaveCount(3);
  expect(await app.readTable()).toEqual(strict.slice(0, 3));

  await app.confidence.fill('1');
  await expect(app.rows).toHaveCount(0);
  await app.confidence.fill('0.25');
  await app.overlap.fill('0.45');
  await expect(app.rows).toHaveCount(2);
  const after = await app.downloadJson();
  // To a tenth of a millisecond in each of four stages: no two runs take the same time.
  expect(after.timings_ms).toEqual(before.timings_ms);
  expect(after.detections).toEqual(before.detections);
});

test('what was found can be taken away as PNG, JSON and CSV', async ({ app, site }) => {
  await showStorms(app, site.address);
  const rows = await app.readTable();

  const png = await app.download('Download PNG');
  expect(png.name).toBe('sample-two-storms-detections.png');
  const { width, height, format } = await sharp(png.bytes).metadata();
  expect({ width, height, format }).toEqual({ width: 1280, height: 640, format: 'png' });
  expect(await changedShare(png.bytes)).toBeGreaterThan(0.01);

  const json = await app.download('Download JSON');
  expect(json.name).toBe('sample-two-storms-detections.json');
  const result = JSON.parse(json.bytes.toString('utf8')) as Record<string, unknown>;
  const number = expect.any(Number) as unknown;
  expect(result).toEqual({
    version: 1,
    success: true,
    model_used: 'dust-storm',
    detections: rows.map(({ className, confidence, box }): unknown => ({
      confidence: expect.closeTo(confidence, 1) as unknown,
      box: box.map((side): unknown => expect.closeTo(side, 0)),
      class_id: 0,
      class_name: className,
    })),
    picture: { name: 'sample-two-storms.jpg', width: 1280, height: 640 },
    thresholds: { confidence: CONFIDENCE, iou: 0.45, max_detections: 50, agnostic: false },
    model: {
      id: 'dust-storm',
      sha256: expect.stringMatching(/^[0-9a-f]{64}$/) as unknown,
      tiles: 1,
      input_width: number,
      input_height: number,
    },
    timings_ms: { decode: number, letterbox: number, inference: number, suppression: number },
  });
  for (const figure of JSON.stringify(result['detections']).match(/\d+\.\d+/g) ?? []) {
    expect(figure).toMatch(/^\d+\.\d{1,2}$/);
  }

  const csv = await app.download('Download CSV');
  expect(csv.name).toBe('sample-two-storms-detections.csv');
  const lines = csv.bytes.toString('utf8').split('\r\n');
  expect(lines[0]).toBe('picture,class,class_id,confidence_percent,x1,y1,x2,y2,width,height');
  expect(lines[1]).toMatch(/^sample-two-storms\.jpg,dust_storm,0,\d+\.\d+(,[\d.]+){4},1280,640$/);
  expect(lines).toHaveLength(rows.length + 2);
});

test('all pictures can be taken away as one ZIP', async ({ app, site }) => {
  await app.open(site.address);
  await app.add(
    TWO_STORMS,
    await picture('plain.png', plain(200, 100)),
    await picture('plain.jpg', plain(90, 50).jpeg()),
  );
  await app.run({ done: 3 });
  const { name, bytes } = await app.download('Download all (3 pictures)');
  expect(name).toBe('detections.zip');
  const entries = unzip(bytes);
  expect([...entries.keys()].toSorted()).toEqual([
    'detections.csv',
    'plain-2.json',
    'plain-2.png',
    'plain.json',
    'plain.png',
    'sample-two-storms.json',
    'sample-two-storms.png',
    // Some of the pictures are twice as wide as high, and so taken for maps.
    'storms.csv',
    'storms.geojson',
  ]);
  const second = await sharp(entries.get('plain-2.png')).metadata();
  expect([second.width, second.height]).toEqual([90, 50]);
  expect(entries.get('detections.csv')?.toString('utf8').trimEnd().split('\r\n')).toHaveLength(3);
});

async function showStorms(app: AppPage, address: string): Promise<void> {
  await app.open(address);
  await app.addSample('two storms');
  await app.run({ done: 1 });
}

/** Share of the pixels that differ visibly from the sample's. */
async function changedShare(png: Buffer): Promise<number> {
  const [before, after] = await Promise.all([
    sharp(TWO_STORMS).removeAlpha().raw().toBuffer(),
    sharp(png).removeAlpha().raw().toBuffer(),
  ]);
  let changed = 0;
  for (let i = 0; i < before.length; i += 3) if (Math.abs((before[i] ?? 0) - (after[i] ?? 0)) > 24) changed++;
  return changed / (before.length / 3);
}
