import type { ByteSource } from '../src/shared/byte-source';
import { convertCheckpoint } from '../worker/convert/convert-checkpoint';
import { widenCheckpoint } from '../worker/convert/testing/widen-checkpoint';
import { choose, engineRuns, press } from './support/page-acts';
import { picture, plain } from './support/pictures';
import { PipedBrowser, type PipedPage } from './support/piped-browser';
import { RendererMemory } from './support/renderer-memory';
import type { StaticServer } from './support/static-server';
import { expect, test } from './support/test';

test.setTimeout(400_000);

/** The network of YOLOv8m, `factor` times as wide as the narrow one, in half precision. */
async function network(factor: number): Promise<Uint8Array> {
  const bytes = await widenCheckpoint('checkpoints/yolov8m-narrow.pt', { factor, unfinished: false });
  const source: ByteSource = {
    size: bytes.length,
    read: (start, end) => Promise.resolve(bytes.slice(start, end)),
  };
  return (await convertCheckpoint(source)).onnx;
}

function addPicture(base64: string): void {
  const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
  const files = new DataTransfer();
  files.items.add(new File([bytes], 'square.png', { type: 'image/png' }));
  const input = document.querySelector<HTMLInputElement>('input[type=file][accept*=image]');
  if (!input) throw new Error('nowhere to put a picture');
  input.files = files.files;
  input.dispatchEvent(new Event('change', { bubbles: true }));
}

const isBusy = () => document.querySelector('[role=status]')?.ariaBusy === 'true';

function isDone(): boolean {
  const status = document.querySelector('[role=status]');
  return status?.ariaBusy === 'false' && / in 1 picture\./.test(status.textContent);
}

/** Peaks in MB up to then: what was reached, and a margin. */
interface Limits {
  readonly at640: number;
  readonly at960: number;
}

interface Scene {
  readonly page: PipedPage;
  readonly memory: RendererMemory;
  /** Notes the memory of now for the report. */
  readonly mark: (what: string) => void;
}

/** A site with these models in a browser that no tool is attached to. */
async function measure(
  site: StaticServer,
  profile: string,
  models: Readonly<Record<string, Uint8Array>>,
  use: (scene: Scene) => Promise<void>,
): Promise<void> {
  const entries = Object.keys(models).map((id) => ({ id, label: id, address: `./models/${id}.onnx` }));
  site.put('models.json', { body: JSON.stringify({ models: entries }) });
  for (const [id, body] of Object.entries(models)) site.put(`models/${id}.onnx`, { body });
  const browser = new PipedBrowser(profile);
  const memory = new RendererMemory();
  const marks: string[] = [];
  const mark = (what: string) =>
    marks.push(`${what} ${Math.round(memory.now())} (peak ${Math.round(memory.peak)})`);
  try {
    const page = await browser.open(site.address);
    await page.until(engineRuns);
    await use({ page, memory, mark });
  } finally {
    memory.stop();
    await browser.stop();
    console.log(`  ${marks.join(', ')}`);
  }
}

/** A square picture, as it fills the network's input, at 640 and then at 960, as often as is said. */
async function runBoth(
  { page, memory, mark }: Scene,
  times: number,
  { at640, at960 }: Limits,
): Promise<void> {
  const square = await picture('square.png', plain(1024, 1024));
  await page.evaluate(addPicture, square.buffer.toString('base64'));
  for (const [side, limit] of [
    ['640', at640],
    ['960', at960],
  ] as const) {
    await page.until(choose, side);
    for (let i = 0; i < times; i++) {
      await page.until(press, 'Detect');
      // The sentence of the run before stands there until this one has begun.
      await page.until(isBusy);
      await page.until(isDone);
      mark(`run at ${side}`);
    }
    expect.soft(memory.peak, `peak at ${side}`).toBeLessThan(limit);
  }
}

test('a model of 25 million parameters takes less than 400 MB, at 960 less than 455, its opening included', async ({
  site,
}, info) => {
  const models = { wide: await network(5.25) };
  await measure(site, info.outputPath('profile'), models, async (scene) => {
    scene.mark('opened');
    await runBoth(scene, 2, { at640: 400, at960: 455 });
  });
});

test('after another model it takes no more, and what it took is free once it is closed', async ({
  site,
}, info) => {
  const limits = { at640: 400, at960: 455 };
  const models = { narrow: await network(1), wide: await network(5.25) };
  await measure(site, info.outputPath('profile'), models, async (scene) => {
    const { page, memory, mark } = scene;
    const start = memory.now();
    mark('start');
    await page.until(choose, 'wide');
    await page.until(engineRuns);
    mark('opened');
    // It fills the memory that the one before had in the runtime.
    expect(memory.peak).toBeLessThan(380);
    await runBoth(scene, 1, limits);
    await page.until(choose, 'narrow');
    await page.until(engineRuns);
    await expect.poll(() => memory.now(), { timeout: 30_000 }).toBeLessThan(start + 60);
    mark('closed');
    expect(memory.peak).toBeLessThan(limits.at960);
  });
});
