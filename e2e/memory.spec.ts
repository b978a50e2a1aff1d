import type { ByteSource } from '../src/shared/byte-source';
import { convertCheckpoint } from '../worker/convert/convert-checkpoint';
import { widenCheckpoint } from '../worker/convert/testing/widen-checkpoint';
import { picture, plain } from './support/pictures';
import { PipedBrowser } from './support/piped-browser';
import { RendererMemory } from './support/renderer-memory';
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

/** Sides of the input that are run one after the other, and the peak up to then in MB: what was reached, and a margin. */
const SIDES = [
  { side: '640', limit: 425 },
  { side: '960', limit: 490 },
];

/** Chooses in the drop-down list that offers it; whether there is one. */
function choose(value: string): boolean {
  const select = [...document.querySelectorAll('select')].find(({ options }) =>
    [...options].some((option) => option.value === value),
  );
  if (!select) return false;
  select.value = value;
  select.dispatchEvent(new Event('change', { bubbles: true }));
  return true;
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

const engineRuns = () =>
  [...document.querySelectorAll('p')].some(({ textContent }) => textContent.startsWith('WebAssembly, '));

function detect(): boolean {
  const button = [...document.querySelectorAll('button')].find((one) => one.textContent.trim() === 'Detect');
  if (!button || button.disabled) return false;
  button.click();
  return true;
}

/** Until it is not busy any more the sentence of the run before may stand there. */
function isDone(): boolean {
  const status = document.querySelector('[role=status]');
  return status?.ariaBusy === 'false' && / in 1 picture\./.test(status.textContent);
}

test('a model of 25 million parameters takes less than 425 MB, at 960 less than 490, opening and closing included', async ({
  site,
}, info) => {
  const models = ['narrow', 'wide'].map((id) => ({ id, label: id, address: `./models/${id}.onnx` }));
  site.put('models.json', { body: JSON.stringify({ models }) });
  site.put('models/narrow.onnx', { body: await network(1) });
  site.put('models/wide.onnx', { body: await network(5.25) });
  const browser = new PipedBrowser(info.outputPath('profile'));
  const memory = new RendererMemory();
  const marks: string[] = [];
  const mark = (what: string) =>
    marks.push(`${what} ${Math.round(memory.now())} (peak ${Math.round(memory.peak)})`);
  try {
    const page = await browser.open(site.address);
    await page.until(engineRuns);
    const start = memory.now();
    mark('start');
    await page.until(choose, 'wide');
    await page.until(engineRuns);
    mark('opened');
    // Until the memory of the engine before is free it was not opened.
    expect(memory.now()).toBeLessThan(380);
    // A square one, as it fills the network's input.
    await page.evaluate(
      addPicture,
      (await picture('square.png', plain(1024, 1024))).buffer.toString('base64'),
    );
    for (const { side, limit } of SIDES) {
      await page.until(choose, side);
      await page.until(detect);
      await page.until(isDone);
      mark(`run at ${side}`);
      expect.soft(memory.peak, `peak at ${side}`).toBeLessThan(limit);
    }
    await page.until(choose, 'narrow');
    await page.until(engineRuns);
    await expect.poll(() => memory.now(), { timeout: 30_000 }).toBeLessThan(start + 60);
    mark('closed');
    expect(memory.peak).toBeLessThan(SIDES[1]?.limit ?? 0);
  } finally {
    memory.stop();
    await browser.stop();
    console.log(marks.join(', '));
  }
});
