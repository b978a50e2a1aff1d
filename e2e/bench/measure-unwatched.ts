import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SOFTWARE_GRAPHICS } from '../support/graphics';
import { callOf, PipedBrowser } from '../support/piped-browser';
import type { BareSite } from './bare-page';
import { driveVisit, type VisitPlan, type VisitScope } from './drive-visit';
import { STAY_MS } from './measure-visits';
import { peakMemory } from './renderer-memory';
import type { Unwatched, UnwatchedVisit } from './results';
import { median } from './statistics';

export interface UnwatchedOptions {
  /** Of the site. */
  readonly address: string;
  readonly bare: BareSite;
  /** The first visit; the second fetches no model. */
  readonly plan: VisitPlan;
  /** Times over, each with browsers that have never seen the site. */
  readonly rounds: number;
}

/** First and second visits of site and bare page by turns, as `measureVisits` has them, in browsers that nothing watches. */
export async function measureUnwatched({
  address,
  bare,
  plan,
  rounds,
}: UnwatchedOptions): Promise<Unwatched> {
  const made = { first: [], second: [], bare_first: [], bare_second: [] } as Record<
    'first' | 'second' | 'bare_first' | 'bare_second',
    UnwatchedVisit[]
  >;
  for (let round = 0; round < rounds; round++) {
    const [ours, theirs] = [newProfile(), newProfile()];
    made.first.push(await visitSite(ours, address, plan));
    made.bare_first.push(await visitBare(theirs, bare, plan));
    made.second.push(await visitSite(ours, address, { ...plan, fetch: false }));
    made.bare_second.push(await visitBare(theirs, bare, plan));
    for (const profile of [ours, theirs]) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
  }
  const second = medianOf(made.second);
  const bareSecond = medianOf(made.bare_second);
  return {
    first: medianOf(made.first),
    second,
    bare_first: medianOf(made.bare_first),
    bare_second: bareSecond,
    second_ratio: second.result_ms / bareSecond.result_ms,
  };
}

const newProfile = () => mkdtempSync(path.join(tmpdir(), 'bench-profile-'));

function start(profile: string, { engine }: VisitPlan): PipedBrowser {
  return new PipedBrowser(profile, engine === 'webgpu' ? SOFTWARE_GRAPHICS : []);
}

async function visitSite(profile: string, address: string, plan: VisitPlan): Promise<UnwatchedVisit> {
  const browser = start(profile, plan);
  const page = await browser.open(address, callOf(driveVisit, plan));
  const visited = await page.until(() => (globalThis as VisitScope).visited);
  if ('failed' in visited) throw new Error(visited.failed);
  return end(browser, profile, visited.detected);
}

async function visitBare(profile: string, bare: BareSite, plan: VisitPlan): Promise<UnwatchedVisit> {
  const browser = start(profile, plan);
  const page = await browser.open(bare.addressOf('page'));
  const result = await page.until(() => (globalThis as { bare?: { firstRun: number } }).bare?.firstRun);
  return end(browser, profile, result);
}

async function end(browser: PipedBrowser, profile: string, result: number): Promise<UnwatchedVisit> {
  const peak = peakMemory(profile);
  await delay(STAY_MS);
  await browser.stop();
  return { result_ms: result, peak_mb: peak };
}

function medianOf(visits: readonly UnwatchedVisit[]): UnwatchedVisit {
  return {
    result_ms: median(visits.map((visit) => visit.result_ms)),
    peak_mb: median(visits.map((visit) => visit.peak_mb)),
  };
}
