import { fixture } from '../.config/fixtures';
import { offerColourModel } from './support/colour-model';
import {
  breakGraphics,
  expectEngine,
  FAULTS,
  loseDevice,
  presentAsCard,
  SOFTWARE_GRAPHICS,
} from './support/graphics';
import { BROWSER } from './support/browser-options';
import { bluePicture } from './support/pictures';
import { expect, test } from './support/test';

test.use({ launchOptions: { ...BROWSER, args: [...BROWSER.args, ...SOFTWARE_GRAPHICS] } });

const CHECKED = 'The graphics card is faster; its answers were checked against the CPU.';

test('WebGPU is taken, checked, and finds what the CPU finds; one runtime is fetched', async ({
  app,
  site,
  page,
}) => {
  offerColourModel(site);
  await presentAsCard(page);
  await page.goto(site.address);
  await expectEngine(app, /^WebGPU$/, CHECKED);
  await app.add(await bluePicture(1));
  await app.run({ done: 1 });
  const found = await app.readTable();
  expect(found.length).toBeGreaterThan(0);
  expect(site.countOf(/\.wasm-.*\.gz$/)).toBe(1);
  expect(site.countOf(/\.jspi\.wasm-.*\.gz$/)).toBe(1);

  await app.engineWish.selectOption('wasm');
  await expectEngine(app, /^WebAssembly, /, 'Chosen by you.');
  await app.run({ done: 1 });
  const reference = await app.readTable();
  expect(reference).toHaveLength(found.length);
  for (const [i, row] of reference.entries()) {
    expect(Math.abs(row.confidence - (found[i]?.confidence ?? NaN))).toBeLessThanOrEqual(0.05);
    row.box.forEach((side, k) => expect(Math.abs(side - (found[i]?.box[k] ?? NaN))).toBeLessThanOrEqual(0.1));
  }
  // The CPU is driven by the runtime that is here already.
  expect(site.countOf(/\.wasm-.*\.gz$/)).toBe(1);
});

test('without promise integration another runtime serves WebGPU', async ({ app, site, page }) => {
  offerColourModel(site);
  await presentAsCard(page);
  await page.addInitScript(() => Reflect.deleteProperty(WebAssembly, 'Suspending'));
  await page.goto(site.address);
  await expectEngine(app, /^WebGPU$/, CHECKED);
  await app.add(await bluePicture(1));
  await app.run({ done: 1 });
  expect((await app.readTable()).length).toBeGreaterThan(0);
  expect(site.countOf(/\.asyncify\.wasm-.*\.gz$/)).toBe(1);
  expect(site.countOf(/\.wasm-.*\.gz$/)).toBe(1);
});

test('a checkpoint’s network runs on WebGPU; where float16 does not work after all, in float32', async ({
  app,
  site,
  page,
}) => {
  offerColourModel(site);
  await presentAsCard(page, { half: true });
  await page.goto(site.address);
  await expectEngine(app, /^WebGPU$/, CHECKED);
  await app.add(fixture('checkpoints/yolo11n-narrow.pt'));
  await expect(app.model).toHaveValue(/^file:/, { timeout: 60_000 });
  await expect(app.model.locator('option:checked')).toHaveText(/yolo11n-narrow/);
  await expectEngine(app, /^WebGPU$/, CHECKED);
});

test('WebGPU in software is slower than the CPU and left alone, unless it is asked for', async ({
  app,
  site,
  page,
}) => {
  offerColourModel(site);
  await page.goto(site.address);
  await expectEngine(app, /^WebAssembly, /, 'WebGPU is here only in software, which is slower.');
  await app.engineWish.selectOption('webgpu');
  await expectEngine(app, /^WebGPU$/, 'Chosen by you.');
});

test('an engine chosen while the models are still being listed is the one that runs', async ({
  app,
  site,
  page,
}) => {
  offerColourModel(site);
  const release = site.hold('models.json');
  await page.goto(site.address);
  await expect.poll(() => site.countOf(/\.wasm-.*\.gz$/)).toBe(1);
  await app.engineWish.selectOption('webgpu');
  release();
  await expectEngine(app, /^WebGPU$/, 'Chosen by you.');
  await app.add(await bluePicture(1));
  await app.run({ done: 1 });
  expect((await app.readTable()).length).toBeGreaterThan(0);
});

for (const { what, fault, said } of [
  {
    what: 'zeros',
    fault: FAULTS.readBack('0'),
    said: 'WebGPU answered with zeros, so the CPU is used instead.',
  },
  {
    what: 'NaN',
    fault: FAULTS.readBack('NaN'),
    said: 'WebGPU answered with numbers that are none, so the CPU is used instead.',
  },
  {
    what: 'other boxes',
    fault: FAULTS.readBack('value + 3'),
    said: 'WebGPU gave other answers than the CPU, so the CPU is used instead.',
  },
]) {
  test(`a graphics card that answers with ${what} is not trusted, on the next visit neither`, async ({
    app,
    site,
    page,
  }) => {
    offerColourModel(site);
    breakGraphics(site, fault);
    await presentAsCard(page);
    await page.goto(site.address);
    await expectEngine(app, /^WebAssembly, /, said);
    await app.add(await bluePicture(1));
    await app.run({ done: 1 });
    expect((await app.readTable()).length).toBeGreaterThan(0);

    await page.reload();
    await expectEngine(
      app,
      /^WebAssembly, /,
      'WebGPU gave wrong answers for this model before, so the CPU is used instead.',
    );
  });
}

test('a graphics card that fails while it works is left for the CPU', async ({ app, site, page }) => {
  offerColourModel(site);
  breakGraphics(site, FAULTS.noShaders);
  await presentAsCard(page);
  await page.goto(site.address);
  await expectEngine(app, /^WebAssembly, /, /^WebGPU (failed while it ran|could not open this model), so/);
});

test('a graphics card that is lost in the middle of a batch costs no picture', async ({
  app,
  site,
  page,
}) => {
  offerColourModel(site);
  breakGraphics(site, FAULTS.none);
  await presentAsCard(page);
  await page.goto(site.address);
  await expectEngine(app, /^WebGPU$/, CHECKED);
  await app.add(...(await Promise.all(Array.from({ length: 12 }, (_, n) => bluePicture(n)))));
  await app.detect.click();
  const done = app.queue.and(page.getByRole('button', { name: / found$/ }));
  await expect(done.first()).toBeVisible();
  await loseDevice(page);
  await app.finished({ done: 12 });
  await expectEngine(app, /^WebAssembly, /, 'WebGPU was lost while it ran, so the CPU is used instead.');
  await expect(done).toHaveCount(12);
});
