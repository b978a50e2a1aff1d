import { readFileSync } from 'node:fs';
import path from 'node:path';
import type { AppPage } from './support/app-page';
import { bundledModel, bundledModelBytes, builtCatalogue, echoModel, withTask } from './support/onnx-files';
import { unpackedAddress } from '../src/shared/unpacked-runtime';
import { DIST, engineFile, type Overlay } from './support/static-server';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

const HTML = '<!doctype html><title>Welcome</title><p>There is no such file, but here is a page.';

interface Failure {
  readonly what: string;
  /** What the server sends for the first model of the catalogue. */
  readonly overlay: Overlay;
  readonly sentence: RegExp;
}

const model = bundledModelBytes;
const FAILURES: readonly (() => Failure)[] = [
  () => ({
    what: 'missing',
    overlay: { body: HTML, status: 404, type: 'text/html' },
    sentence:
      /There is no file at this address of \S+ \(HTTP 404\)\. Check the address, or choose another model\./,
  }),
  () => ({
    what: 'refused',
    overlay: { body: '', status: 503 },
    sentence: /The server refused to send it \(HTTP 503\)\. Try again later\./,
  }),
  () => ({
    what: 'truncated',
    overlay: { body: model().subarray(0, 700_000) },
    sentence: /The model file ends too early\. Fetch it again, or export it again\./,
  }),
  () => ({
    what: 'a web page',
    overlay: { body: HTML, type: 'text/html' },
    sentence: /A web page came in place of the model\. Check the address, or sign in to the network/,
  }),
  () => ({
    what: 'a classifier',
    overlay: { body: withTask(model(), 'classify') },
    sentence:
      /The model does not find boxes in pictures: its task is "classify"\. Choose a YOLO detection model\./,
  }),
  () => ({
    what: 'a network with another output',
    overlay: { body: echoModel() },
    sentence: /The model does not find boxes in pictures: its output is 1 x 3 x 32 x 32\. Choose a YOLO/,
  }),
  () => ({
    what: 'ONNX without a runnable network',
    overlay: { body: Buffer.concat([Buffer.from([0x3a, 0x02, 0x12, 0x00]), Buffer.from([0x08, 0x08])]) },
    sentence: /The engine cannot run this model \(.+\)\. Export it again as ONNX, or choose another one\./,
  }),
];

// A host that lets browsers keep everything for long: trying again has to ask it anyway.
test.use({ hosting: { headers: { ...ISOLATION, 'Cache-Control': 'max-age=86400' } } });

test('a model that cannot be used is named with what to do; another one can be chosen', async ({
  app,
  site,
}) => {
  const failures = FAILURES.map((make) => make());
  const listed = failures.map(({ what }, i) => ({
    id: `wrong-${i}`,
    label: `Wrong: ${what}`,
    address: `./models/wrong-${i}-first.onnx`,
  }));
  site.put('models.json', catalogue([...listed, ...builtCatalogue().models]));
  for (const [i, { overlay }] of failures.entries()) site.put(`models/wrong-${i}-first.onnx`, overlay);
  await app.page.goto(site.address);
  await app.addSample('two storms');
  for (const [i, { what, sentence }] of failures.entries()) {
    await test.step(what, async () => {
      await app.model.selectOption(`wrong-${i}`);
      await expect(app.page.getByText(`Wrong: ${what}:`)).toBeVisible();
      await expect(failure(app)).toHaveText(sentence);
      await expect(app.status).toHaveText('No model is open.');
      // Detect without a model ends where it began; the picture stays.
      await app.detect.click();
      await expect(app.status).toHaveText('No model is open.');
    });
  }
  await app.model.selectOption('dust-storm');
  await app.modelReady();
  await expect(app.button('Try again')).toBeHidden();
  await app.run({ done: 1 });
  await expect(app.rows).toHaveCount(2);
});

test('Try again opens the model once the server is mended', async ({ app, site }) => {
  const file = bundledModel();
  const damaged = Buffer.from(model());
  damaged[damaged.length >> 1] = ~(damaged[damaged.length >> 1] ?? 0) & 255;
  site.put(file, { body: damaged });
  await app.page.goto(site.address);
  await expect(failure(app)).toHaveText(
    /What came is not what was published \(its SHA-256 differs\), so nothing of it was kept\. Download it again; if it happens again, tell its owner\./,
  );
  site.put(file, { status: 404, body: HTML });
  await app.button('Try again').click();
  await expect(failure(app)).toHaveText(/There is no file at this address of /);
  site.put(file, undefined);
  await app.button('Try again').click();
  await app.modelReady();
  await app.addSample('two storms');
  await app.run({ done: 1 });
  await expect(app.rows).toHaveCount(2);
});

test('a catalogue that is broken says where, and Try again reads it anew', async ({ app, site }) => {
  const broken: readonly [body: string, place: string][] = [
    ['{"models": [', 'its start'],
    [HTML, 'its start'],
    ['{"models": []}', 'models'],
    ['{"models": [{"id": "a", "label": "A", "address": "./a.onnx", "sha256": "short"}]}', 'models[0].sha256'],
  ];
  site.put('models.json', { body: broken[0]?.[0] ?? '' });
  await app.page.goto(site.address);
  for (const [body, place] of broken) {
    site.put('models.json', { body });
    await app.button('Try again').click();
    await expect(failure(app)).toHaveText(
      `Models: The list of models of this site (models.json) is not valid at ${place}. Its owner has to correct it.`,
    );
  }
  site.put('models.json', undefined);
  await app.button('Try again').click();
  await app.modelReady();
});

test('a missing engine is said, and Try again starts it once it is there', async ({ app, site, page }) => {
  const engine = engineFile();
  site.put(engine, { status: 404, body: HTML, type: 'text/html' });
  await page.goto(site.address);
  await expect(failure(app)).toContainText(
    'The engine could not start: the server does not send its file (HTTP 404). Reload the page.',
  );
  site.put(engine, undefined);
  await app.button('Try again').click();
  await app.modelReady();
});

test('a missing engine is said while the model is still under way', async ({ app, site, page }) => {
  const release = site.hold('models/dust-storm.onnx');
  site.put(engineFile(), { status: 404, body: HTML, type: 'text/html' });
  await page.goto(site.address);
  await expect(failure(app)).toContainText('The engine could not start');
  release();
});

test('a damaged engine is said where it comes so, and fetched anew where it was kept so', async ({
  app,
  site,
  page,
}) => {
  const engine = engineFile();
  const bytes = readFileSync(path.join(DIST, engine));
  bytes[bytes.length >> 1] = ~(bytes[bytes.length >> 1] ?? 0) & 255;
  site.put(engine, { body: bytes, type: 'application/octet-stream' });
  await page.goto(site.address);
  await expect(failure(app)).toContainText('The engine could not start: its file arrived damaged.');
  site.put(engine, undefined);
  await app.button('Try again').click();
  await app.modelReady();

  const keeping = await page.evaluate(
    async (address) => {
      const cache = await caches.open('mars-site-engine');
      const kept = new Uint8Array((await (await cache.match(address))?.arrayBuffer()) ?? new ArrayBuffer());
      const at = kept.length >> 1;
      kept[at] = ~(kept[at] ?? 0);
      await cache.put(address, new Response(kept, { headers: { 'Content-Type': 'application/wasm' } }));
      return kept.length;
    },
    unpackedAddress(site.address + engine),
  );
  expect(keeping).toBeGreaterThan(10_000_000);
  const fetches = () => site.countOf(/\.gz$/);
  const before = fetches();
  await page.reload();
  await app.modelReady();
  expect(fetches()).toBe(before + 1);
  await page.reload();
  await app.modelReady();
  expect(fetches()).toBe(before + 1);
});

function catalogue(models: readonly unknown[]): Overlay {
  return { body: JSON.stringify({ models }) };
}

/** The sentence beside `Try again`. */
function failure(app: AppPage) {
  return app.page
    .locator('div', { has: app.page.locator('> button', { hasText: 'Try again' }) })
    .locator('p');
}
