import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { PictureFile } from '../support/app-page';
import { choose, engineRuns, runQueue } from '../support/page-acts';
import { PipedBrowser, type PipedPage } from '../support/piped-browser';
import { addPictures, runNewQueue } from '../support/queue-rounds';
import { MemoryReclaimer } from '../support/reclaim-memory';
import type { BareScope } from './bare-page';
import { allocatedMemory } from './renderer-memory';
import type { Growth, Slope } from './results';
import { RUN_PATIENCE_MS } from './site-page';
import { noiseOfStretches, slopeOf } from './statistics';

const PICTURES = 50;
/** Longest side of the input in pixels, the least that the site offers. */
const SIDE = '320';
/** The larger a picture is shown, the more of it the browser decodes and holds on to. */
const WINDOW = '--window-size=1280,900';
/**
 * Rounds before the first sample, by those after it. Caches fill, the compiler does its work, and allocators spread over
 * pages until they have what the busiest moment takes, and give some back: it takes 6,000 detections until that is over.
 */
const WARM_UP = 2;

interface GrowthOptions {
  readonly site: string;
  /** A page that does nothing but read files. */
  readonly reading: string;
  readonly picture: PictureFile;
  readonly detections: number;
}

/**
 * Memory of the page's process over so many detections at the smallest input, with nothing attached to the browser that
 * would have it keep more: of the same queue over and over, and of queues that are taken away and replaced.
 */
export async function measureGrowth({ site, reading, picture, detections }: GrowthOptions): Promise<Growth> {
  const rounds = Math.ceil(detections / PICTURES);
  const folder = mkdtempSync(path.join(tmpdir(), 'bench-pictures-'));
  const files = Array.from({ length: PICTURES }, (_, i) => path.join(folder, `copy-${i + 1}.jpg`));
  for (const file of files) writeFileSync(file, picture.buffer);
  try {
    const same = await measureSlope(site, rounds, async (page) => {
      await openQueue(page, files);
      return () => page.evaluate(runQueue, RUN_PATIENCE_MS);
    });
    const replaced = await measureSlope(site, rounds, async (page) => {
      await openQueue(page, files);
      return () => runNewQueue(page, files, RUN_PATIENCE_MS);
    });
    const read = await measureSlope(reading, rounds, async (page) => {
      await page.until(() => (globalThis as BareScope).readFiles !== undefined);
      await page.giveFiles('input', files);
      return () => page.evaluate(() => (globalThis as BareScope).readFiles?.());
    });
    return { detections: rounds * PICTURES, ...same, new_pictures: replaced, reading: read };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function openQueue(page: PipedPage, files: readonly string[]): Promise<void> {
  await page.until(engineRuns);
  await addPictures(page, files);
  await page.until(choose, SIDE);
}

/**
 * A sample after each round, once the browser gave back what it can.
 * @param prepare makes the page ready; what does a round
 */
async function measureSlope(
  address: string,
  rounds: number,
  prepare: (page: PipedPage) => Promise<() => Promise<unknown>>,
): Promise<Slope> {
  const profile = mkdtempSync(path.join(tmpdir(), 'bench-profile-'));
  const browser = new PipedBrowser(profile, [WINDOW]);
  const samples: number[] = [];
  try {
    const page = await browser.open(address);
    const round = await prepare(page);
    const memory = await MemoryReclaimer.of(page);
    for (let i = -Math.ceil(rounds * WARM_UP); i < rounds; i++) {
      await round();
      await memory.reclaim();
      if (i >= 0) samples.push(allocatedMemory(profile));
    }
  } finally {
    await browser.stop();
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  const { slope, error } = slopeOf(samples);
  const perThousand = 1000 / PICTURES;
  // Of a quick measurement, which is no longer than a thousand, there is only the error.
  const noise = Math.max(2 * error, noiseOfStretches(samples, perThousand));
  return {
    samples_mb: samples,
    slope_mb_per_1000: slope * perThousand,
    error_mb_per_1000: 2 * error * perThousand,
    noise_mb_per_1000: noise * perThousand,
  };
}
