import { setTimeout as rest } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import type { PictureFile } from '../support/app-page';
import { runBare } from './bare-page';
import type { Batch, Latency, Spread, WidePicture } from './results';
import type { SitePage } from './site-page';
import { median, pairedRatio, quantile } from './statistics';

/**
 * How long the bare page rests before the site's turn, in milliseconds: a thread of its onnxruntime looks for work
 * meanwhile, which takes up to 18 ms of a core after each run.
 */
const REST_MS = 100;

/**
 * Runs before the first that counts, by those that do. The compiler optimizes what runs often, and the bare page, which
 * runs four times as often, is done with that sooner.
 */
const WARM_UP = 1 / 3;

/** Single pictures, each after a bare run and before the next. */
export async function measureLatency(site: SitePage, bare: Page, runs: number): Promise<Latency> {
  const ours: Record<'decode' | 'letterbox' | 'inference' | 'suppression' | 'wall', number[]> = {
    decode: [],
    letterbox: [],
    inference: [],
    suppression: [],
    wall: [],
  };
  const reference: number[] = [];
  for (let run = -Math.ceil(runs * WARM_UP); run < runs; run++) {
    const before = await settledRun(bare);
    await rest(REST_MS);
    const took = await site.detect();
    const after = await settledRun(bare);
    if (run < 0) continue;
    // What disturbs the machine for longer than a run disturbs one on either side.
    reference.push((before + after) / 2);
    const { timings_ms: timings } = await site.result();
    ours.wall.push(took);
    for (const stage of ['decode', 'letterbox', 'inference', 'suppression'] as const) {
      ours[stage].push(timings[stage]);
    }
  }
  const endToEnd = sums(ours.letterbox, ours.inference, ours.suppression);
  const withDecoding = sums(endToEnd, ours.decode);
  return {
    runs,
    decode: spread(ours.decode),
    letterbox: spread(ours.letterbox),
    inference: spread(ours.inference),
    suppression: spread(ours.suppression),
    end_to_end: spread(endToEnd),
    with_decoding: spread(withDecoding),
    wall: spread(ours.wall),
    bare: spread(reference),
    inference_ratio: pairedRatio(ours.inference, reference),
    end_to_end_ratio: pairedRatio(endToEnd, reference),
    with_decoding_ratio: pairedRatio(withDecoding, reference),
    wall_ratio: pairedRatio(ours.wall, reference),
  };
}

/** A bare run after another that nobody counts: by then the site has shown its result and rests. */
async function settledRun(bare: Page): Promise<number> {
  return (await runBare(bare, 2))[1] ?? NaN;
}

interface BatchOptions {
  readonly picture: PictureFile;
  readonly pictures: number;
  /** How often it is run. */
  readonly times: number;
}

/** A queue of copies of the picture, each time with half of as many bare runs before it and half after. */
export async function measureBatch(
  site: SitePage,
  bare: Page,
  { picture, pictures, times }: BatchOptions,
): Promise<Batch> {
  const copies = Array.from({ length: pictures }, (_, i) => ({ ...picture, name: `copy-${i + 1}.jpg` }));
  await site.setPictures(...copies);
  const half = Math.floor(pictures / 2);
  const ours: number[] = [];
  const reference: number[] = [];
  for (let time = 0; time < times; time++) {
    await settledRun(bare);
    const before = await runBare(bare, half);
    await rest(REST_MS);
    ours.push(await site.detect());
    const after = await runBare(bare, pictures - half);
    reference.push([...before, ...after].reduce((sum, run) => sum + run, 0));
  }
  return {
    pictures,
    total_ms: median(ours),
    bare_ms: median(reference),
    pictures_per_second: (1000 * pictures) / median(ours),
    ratio: pairedRatio(ours, reference),
  };
}

/** A picture of 16:9 in one page and a square one in another, by turns. */
export async function measureWide(wide: SitePage, square: SitePage, runs: number): Promise<WidePicture> {
  const endToEnd = async (site: SitePage) => {
    await site.detect();
    const { letterbox, inference, suppression } = (await site.result()).timings_ms;
    return letterbox + inference + suppression;
  };
  const wides: number[] = [];
  const squares: number[] = [];
  await endToEnd(square);
  for (let run = 0; run < runs; run++) {
    wides.push(await endToEnd(wide));
    squares.push(await endToEnd(square));
  }
  return { wide: spread(wides), square: spread(squares), ratio: pairedRatio(wides, squares) };
}

function spread(values: readonly number[]): Spread {
  return { median: median(values), p95: quantile(values, 0.95) };
}

function sums(...columns: readonly (readonly number[])[]): number[] {
  const [first = []] = columns;
  return first.map((_, i) => columns.reduce((sum, column) => sum + (column[i] ?? NaN), 0));
}
