import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { SOFTWARE_GRAPHICS } from '../support/graphics';
import { callOf, PipedBrowser, type PipedPage } from '../support/piped-browser';
import type { BareSite } from './bare-page';
import { driveVisit, type VisitPlan, type VisitScope } from './drive-visit';
import { STAY_MS } from './measure-visits';
import { peakMemory } from './renderer-memory';
import type { Unwatched, UnwatchedVisit } from './results';
import { median, pairedRatio } from './statistics';

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
  const first: UnwatchedVisit[] = [];
  const second: UnwatchedVisit[] = [];
  const bareFirst: UnwatchedVisit[] = [];
  const bareSecond: UnwatchedVisit[] = [];
  for (let round = 0; round < rounds; round++) {
    const [ours, theirs] = [newProfile(), newProfile()];
    try {
      first.push(await visitSite(ours, address, plan));
      bareFirst.push(await visitBare(theirs, bare, plan));
      second.push(await visitSite(ours, address, { ...plan, fetch: false }));
      bareSecond.push(await visitBare(theirs, bare, plan));
    } finally {
      for (const profile of [ours, theirs]) rmSync(profile, { recursive: true, force: true, maxRetries: 5 });
    }
  }
  const results = (visits: readonly UnwatchedVisit[]) => visits.map((visit) => visit.result_ms);
  return {
    first: medianOf(first),
    bare_first: medianOf(bareFirst),
    second: medianOf(second),
    bare_second: medianOf(bareSecond),
    second_ratio: pairedRatio(results(second), results(bareSecond)),
  };
}

const newProfile = () => mkdtempSync(path.join(tmpdir(), 'bench-profile-'));

function visitSite(profile: string, address: string, plan: VisitPlan): Promise<UnwatchedVisit> {
  return visit(profile, plan, address, callOf(driveVisit, plan), async (page) => {
    const visited = await page.until(() => (globalThis as VisitScope).visited);
    if ('failed' in visited) throw new Error(visited.failed);
    return visited.detected;
  });
}

function visitBare(profile: string, bare: BareSite, plan: VisitPlan): Promise<UnwatchedVisit> {
  return visit(profile, plan, bare.addressOf('page'), '', (page) =>
    page.until(() => (globalThis as { bare?: { firstRun: number } }).bare?.firstRun),
  );
}

async function visit(
  profile: string,
  { engine }: VisitPlan,
  address: string,
  script: string,
  resultOf: (page: PipedPage) => Promise<number>,
): Promise<UnwatchedVisit> {
  const browser = new PipedBrowser(profile, engine === 'webgpu' ? SOFTWARE_GRAPHICS : []);
  try {
    const result = await resultOf(await browser.open(address, script));
    const peak = peakMemory(profile);
    await delay(STAY_MS);
    return { result_ms: result, peak_mb: peak };
  } finally {
    await browser.stop();
  }
}

function medianOf(visits: readonly UnwatchedVisit[]): UnwatchedVisit {
  return {
    result_ms: median(visits.map((visit) => visit.result_ms)),
    peak_mb: median(visits.map((visit) => visit.peak_mb)),
  };
}
