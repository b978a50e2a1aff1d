import { chromium, type Page } from '@playwright/test';
import { AppPage } from '../support/app-page';
import { BROWSER } from '../support/browser-options';
import { StaticServer } from '../support/static-server';
import type { Scored } from './average-precision';
import { cutAtSeam } from './cut-at-seam';
import type { MappedSol } from './read-folder';

/** How pictures are shown to the network, by the labels of the page. */
export const MODES = {
  'single-shot': 'Off: the picture as a whole',
  sliced: 'Automatic, for whole maps',
} as const;
export type Mode = keyof typeof MODES;

export interface SiteRun {
  /** One list for each sol. */
  readonly found: readonly (readonly Scored[])[];
  /** From the click to the last result, for each map. */
  readonly secondsPerMap: number;
}

/** Milliseconds that a map may take before something must be wrong. */
const MOST_PER_MAP = 180_000;

/** Runs the built site in Chromium over maps, with the least confidence and the most detections it can be set to. */
export async function runSite(sols: readonly MappedSol[], mode: Mode): Promise<SiteRun> {
  const site = new StaticServer();
  await site.start();
  const browser = await chromium.launch(BROWSER);
  try {
    const page = await browser.newPage();
    const app = new AppPage(page);
    await app.open(site.address);
    await page.getByRole('combobox', { name: 'Tiles' }).selectOption(MODES[mode]);
    await app.add(...sols.map(({ map }) => map));
    const started = Date.now();
    await app.detect.click();
    await finished(page, sols.length);
    const secondsPerMap = (Date.now() - started) / 1000 / sols.length;
    await app.confidence.fill((await app.confidence.getAttribute('min')) ?? '');
    await app.maxDetections.fill((await app.maxDetections.getAttribute('max')) ?? '');
    const found = [];
    for (const { map, size } of sols) {
      await app.select(map.split(/[\\/]/).at(-1) ?? '');
      const { detections } = await app.downloadJson();
      found.push(detections.flatMap(({ box, confidence }) => cutAtSeam({ box, confidence }, size.width)));
    }
    return { found, secondsPerMap };
  } finally {
    await browser.close();
    await site.stop();
  }
}

async function finished(page: Page, count: number): Promise<void> {
  const sentence = new RegExp(`^\\d+ detections? in ${count} pictures?\\.$`);
  await page
    .getByRole('status')
    .filter({ hasText: sentence })
    .waitFor({ timeout: MOST_PER_MAP * count });
}
