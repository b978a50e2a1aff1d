import { setTimeout as delay } from 'node:timers/promises';
import type { Size } from '../../src/shared/types';
import type { PictureFile } from '../support/app-page';
import { BareSite } from './bare-page';
import { BenchBrowser } from './bench-browser';
import type { BenchHosts } from './bench-hosts';
import type { BenchOptions } from './read-options';
import type { BareVisit, Visit, Visits } from './results';
import { SitePage } from './site-page';
import { median, pairedRatio } from './statistics';

export interface VisitOptions {
  readonly hosts: BenchHosts;
  /** The first visit is offered the model's download. */
  readonly remote: boolean;
  readonly onnx: Uint8Array;
  readonly picture: PictureFile;
  /** Longest side of the network's input in pixels, where it is not to be the model's own. */
  readonly side: number | undefined;
  readonly engine: BenchOptions['engine'];
  /** Times over, each with browsers that have never seen the site. */
  readonly rounds: number;
}

/**
 * How long a visit lasts beyond what is measured of it. People look at what was found; Chromium keeps a runtime that it
 * has compiled two seconds after the last function was optimized.
 */
export const STAY_MS = 4000;

/** What the first visit found out. */
interface Found {
  readonly engine: string;
  readonly input: Size;
  readonly threads: number;
  readonly provider: 'wasm' | 'webgpu';
}

/**
 * First and second visits of the site and of the bare page by turns: each browser has a profile of its own and is
 * ended in between, so that a second visit finds what is kept on disk and nothing else.
 */
export async function measureVisits(options: VisitOptions): Promise<{ found: Found; visits: Visits }> {
  const { hosts, onnx, picture, engine, rounds } = options;
  const first: Visit[] = [];
  const second: Visit[] = [];
  const bareFirst: BareVisit[] = [];
  const bareSecond: BareVisit[] = [];
  let found: Found | undefined;
  let bare: BareSite | undefined;
  for (let round = 0; round < rounds; round++) {
    const ours = new BenchBrowser(engine === 'webgpu');
    const theirs = new BenchBrowser(engine === 'webgpu');
    try {
      const visited = await visitSite(ours, options, options.remote);
      found ??= visited.found;
      bare ??= await BareSite.start({ onnx, picture: picture.buffer, ...found });
      first.push(visited.visit);
      bareFirst.push(await visitBare(theirs, bare));
      second.push((await visitSite(ours, options, false)).visit);
      bareSecond.push(await visitBare(theirs, bare));
    } finally {
      await ours.dispose();
      await theirs.dispose();
    }
  }
  await bare?.stop();
  if (!found) throw new Error(`no visit of ${hosts.address}`);
  return {
    found,
    visits: {
      first: medians(first),
      second: medians(second),
      bare_first: medians(bareFirst),
      bare_second: medians(bareSecond),
      second_ratio: pairedRatio(
        second.map((visit) => visit.first_detection_ms),
        bareSecond.map((visit) => visit.first_run_ms),
      ),
    },
  };
}

async function visitSite(browser: BenchBrowser, options: VisitOptions, fetch: boolean) {
  const { hosts, picture, engine, side } = options;
  const before = hosts.sent();
  const context = await browser.start();
  const site = new SitePage(await context.newPage());
  const plan = { picture: picture.buffer.toString('base64'), engine, fetch, side };
  const times = await site.visit(hosts.address, plan);
  const engineName = await site.ready();
  const { model, timings_ms: timings } = await site.result();
  const peak = browser.peak();
  // What is still being kept for the next time belongs to this visit.
  await site.page.evaluate(async () => {
    await navigator.serviceWorker.ready;
  });
  await delay(STAY_MS);
  const after = hosts.sent();
  await browser.stop();
  const visit: Visit = {
    site_bytes: after.site - before.site,
    hub_bytes: after.hub - before.hub,
    usable_ms: times.usable,
    ready_ms: times.ready,
    first_detection_ms: times.detected,
    first_inference_ms: timings.inference,
    peak_mb: peak,
  };
  const found: Found = {
    engine: engineName,
    input: { width: model.input_width, height: model.input_height },
    threads: Number(/(\d+) threads/.exec(engineName)?.[1] ?? 1),
    provider: engineName.startsWith('WebGPU') ? 'webgpu' : 'wasm',
  };
  if (engine !== 'auto' && found.provider !== engine) {
    throw new Error(`asked for ${engine}, the site runs "${found.engine}"`);
  }
  return { visit, found };
}

async function visitBare(browser: BenchBrowser, bare: BareSite): Promise<BareVisit> {
  const before = bare.bytesSent;
  const context = await browser.start();
  const { opened, firstRun } = await bare.open(await context.newPage(), 'page');
  const peak = browser.peak();
  await delay(STAY_MS);
  await browser.stop();
  return { bytes: bare.bytesSent - before, ready_ms: opened, first_run_ms: firstRun, peak_mb: peak };
}

/** The median of each field. */
function medians<T extends Visit | BareVisit>(visits: readonly T[]): T {
  const keys = Object.keys(visits[0] ?? {}) as (keyof T)[];
  return Object.fromEntries(
    keys.map((key) => [key, median(visits.map((visit) => visit[key] as number))]),
  ) as unknown as T;
}
