import { mkdirSync, writeFileSync } from 'node:fs';
import { offerColourModel } from './support/colour-model';
import { choose } from './support/page-acts';
import { countPageHeap } from './support/page-heap';
import { bluePicture } from './support/pictures';
import { PipedBrowser } from './support/piped-browser';
import { addPictures, runNewQueue } from './support/queue-rounds';
import { MemoryReclaimer } from './support/reclaim-memory';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

test.use({ hosting: { headers: ISOLATION } });

const PICTURES = 12;
const ROUNDS = 10;
/** Not every round is drawn before the next begins. */
const LEAK = ROUNDS / 2;
/** Milliseconds. */
const PATIENCE = 60_000;
/** What the browser notes of how a page performs: up to 200 of each kind, whatever the page does. */
const RECORDS = /Performance|LayoutShift|DOMRectReadOnly|TaskAttribution|ScriptTiming/;

test('runs and queues leave nothing behind in the heap of the page', async ({ site }, info) => {
  offerColourModel(site);
  const files = Array.from({ length: PICTURES }, (_, n) => info.outputPath(`${n}.png`));
  mkdirSync(info.outputPath(), { recursive: true });
  for (const [n, file] of files.entries()) writeFileSync(file, (await bluePicture(n)).buffer);
  const browser = new PipedBrowser(info.outputPath('profile'));
  try {
    const page = await browser.open(site.address);
    await page.until(choose, 'wasm-1');
    await page.until(() => /WebAssembly, one thread/.test(document.body.textContent));
    const memory = await MemoryReclaimer.of(page);
    await addPictures(page, files);
    const countAfter = async (rounds: number) => {
      for (let round = 0; round < rounds; round++) await runNewQueue(page, files, PATIENCE);
      // Garbage that is still being swept counts too.
      for (let most = Infinity; ;) {
        await memory.reclaim();
        const count = await countPageHeap(page, 'HTMLLIElement');
        const total = [...count.values()].reduce((sum, one) => sum + one, 0);
        if (total >= most) return count;
        most = total;
      }
    };
    const counts = [await countAfter(3), await countAfter(ROUNDS), await countAfter(ROUNDS)] as const;
    expect(counts[0].get('HTMLLIElement')).toBeGreaterThanOrEqual(PICTURES);
    // What is held for the next layout may be more one time than another, but not time after time.
    const grown = [...counts[2].keys()].filter((type) => {
      const [first = 0, second = 0, third = 0] = counts.map((count) => count.get(type));
      return second - first >= LEAK && third - second >= LEAK;
    });
    expect(grown.filter((type) => !RECORDS.test(type))).toEqual([]);
  } finally {
    await browser.stop();
  }
});
