import type { PictureFile } from '../support/app-page';
import type { BenchBrowser } from './bench-browser';
import { GarbageCollector } from './collect-garbage';
import type { Growth } from './results';
import type { SitePage } from './site-page';
import { slopeOf } from './statistics';

const PICTURES = 50;
/** Longest side of the input, the least that the site offers. */
const SIDE = 320;
/** Rounds before the first sample: caches fill, and the compiler does its work. */
const WARM_UP = 2;

/**
 * Memory of the page's process over so many detections: the same queue over and over at the smallest input, a sample
 * after each round, once what can be collected is. Long enough that the pages which the allocators give back now and
 * then, 2 to 3 MB at once, do not decide the slope.
 */
export async function measureGrowth(
  browser: BenchBrowser,
  site: SitePage,
  picture: PictureFile,
  detections: number,
): Promise<Growth> {
  const copies = Array.from({ length: PICTURES }, (_, i) => ({ ...picture, name: `copy-${i + 1}.jpg` }));
  await site.setPictures(...copies);
  await site.takeSide(SIDE);
  const garbage = await GarbageCollector.of(site.page);
  const samples: number[] = [];
  const rounds = Math.ceil(detections / PICTURES);
  for (let round = -WARM_UP; round < rounds; round++) {
    await site.detect();
    await garbage.collect();
    if (round >= 0) samples.push(browser.settled());
  }
  const { slope, error } = slopeOf(samples);
  const perThousand = 1000 / PICTURES;
  return {
    detections: rounds * PICTURES,
    samples_mb: samples,
    slope_mb_per_1000: slope * perThousand,
    noise_mb_per_1000: 2 * error * perThousand,
  };
}
