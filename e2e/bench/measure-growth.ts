import type { Page } from '@playwright/test';
import type { PictureFile } from '../support/app-page';
import type { BareSite } from './bare-page';
import { BenchBrowser } from './bench-browser';
import { GarbageCollector } from './collect-garbage';
import type { Growth, Slope } from './results';
import type { SitePage } from './site-page';
import { slopeOf } from './statistics';

const PICTURES = 50;
/** Longest side of the input, the least that the site offers. */
const SIDE = 320;
/** Rounds before the first sample, a third of those after it: caches fill, and the compiler does its work. */
const WARM_UP = 1 / 3;

/** The open site in its browser. */
interface Site {
  readonly browser: BenchBrowser;
  readonly site: SitePage;
}

/** Memory of the page's process over so many detections: the same queue over and over at the smallest input. */
export async function measureGrowth(
  { browser, site }: Site,
  bare: BareSite,
  picture: PictureFile,
  detections: number,
): Promise<Growth> {
  const copies = Array.from({ length: PICTURES }, (_, i) => ({ ...picture, name: `copy-${i + 1}.jpg` }));
  const rounds = Math.ceil(detections / PICTURES);
  await site.setPictures(...copies);
  await site.takeSide(SIDE);
  const ours = await measureSlope(browser, site.page, rounds, () => site.detect());
  const reading = await measureReading(bare, copies, rounds);
  return { detections: rounds * PICTURES, ...ours, reading };
}

/** The same of a page that does nothing but read the files as often: Chromium keeps some of every file that is read. */
async function measureReading(bare: BareSite, files: readonly PictureFile[], rounds: number): Promise<Slope> {
  const browser = new BenchBrowser(false);
  try {
    const context = await browser.start();
    const page = await context.newPage();
    const readFiles = await bare.openFiles(page, files);
    return await measureSlope(browser, page, rounds, readFiles);
  } finally {
    await browser.dispose();
  }
}

/** A sample after each round, once what can be collected is. */
async function measureSlope(
  browser: BenchBrowser,
  page: Page,
  rounds: number,
  round: () => Promise<unknown>,
): Promise<Slope> {
  const garbage = await GarbageCollector.of(page);
  const samples: number[] = [];
  for (let i = -Math.ceil(rounds * WARM_UP); i < rounds; i++) {
    await round();
    await garbage.collect();
    if (i >= 0) samples.push(browser.allocated());
  }
  const { slope, error } = slopeOf(samples);
  const perThousand = 1000 / PICTURES;
  return {
    samples_mb: samples,
    slope_mb_per_1000: slope * perThousand,
    noise_mb_per_1000: 2 * error * perThousand,
  };
}
