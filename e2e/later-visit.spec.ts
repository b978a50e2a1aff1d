import { fixture } from '../.config/fixtures';
import { expect, test } from './support/test';

interface Scope {
  /** Milliseconds from the start of the navigation. */
  readonly times: { spawned?: number; answered?: number; drawn?: number };
}

test('a later visit draws the page once the engine’s worker runs, or has taken long to', async ({
  app,
  site,
  page,
}) => {
  await app.open(site.address);
  await page.addInitScript(() => {
    const times: Scope['times'] = {};
    const Native = Worker;
    const Watched = class extends Native {
      constructor(address: string | URL, options?: WorkerOptions) {
        super(address, options);
        if (!String(address).includes('engine-main')) return;
        times.spawned = performance.now();
        this.addEventListener('message', () => (times.answered ??= performance.now()));
      }
    };
    const look = () => {
      if (document.querySelector('main')) times.drawn ??= performance.now();
    };
    new MutationObserver(look).observe(document, { childList: true, subtree: true });
    Object.assign(globalThis, { Worker: Watched, times });
  });
  await page.reload();
  await app.modelReady();
  const {
    spawned = NaN,
    answered = NaN,
    drawn = NaN,
  } = await page.evaluate(() => (globalThis as unknown as Scope).times);
  expect(drawn).toBeGreaterThan(Math.min(answered, spawned + 90));
});

test('a picture that is to be run at once is decoded before the model is there', async ({
  site,
  page,
  app,
}) => {
  await app.open(site.address);
  // Nothing but the model is missing, and nobody has seen the picture yet.
  site.put('models.json', {
    body: JSON.stringify({ models: [{ id: 'slow', label: 'slow', address: './models/slow.onnx' }] }),
  });
  site.put('models/slow.onnx', { file: fixture('onnx/yolov8n-coco-dynamic.onnx') });
  const release = site.hold('models/slow.onnx');
  await page.reload();
  await expect.poll(() => site.countOf(/^models\/slow\.onnx$/)).toBe(1);
  await page.evaluate(async () => {
    const sample = await (await fetch('samples/sample-two-storms.jpg')).blob();
    const files = new DataTransfer();
    files.items.add(new File([sample], 'storms.jpg', { type: 'image/jpeg' }));
    const input = document.querySelector<HTMLInputElement>('input[type=file][accept*=image]');
    const buttons = [...document.querySelectorAll('button')];
    const detect = buttons.find(({ textContent }) => textContent.trim() === 'Detect');
    if (!input || !detect) throw new Error('the page has changed');
    input.files = files.files;
    input.dispatchEvent(new Event('change', { bubbles: true }));
    while (detect.disabled) await Promise.resolve();
    detect.click();
  });
  await expect
    .poll(() => page.workers().filter((worker) => worker.url().includes('pictures-main')))
    .toHaveLength(1);
  release();
});
