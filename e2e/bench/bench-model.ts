import sharp from 'sharp';
import type { PictureFile } from '../support/app-page';
import { picture } from '../support/pictures';
import { fixture } from '../../.config/fixtures';
import { BareSite } from './bare-page';
import { BenchBrowser } from './bench-browser';
import { startHosts, type BenchHosts } from './bench-hosts';
import type { BenchModel } from './bench-models';
import { measureGrowth } from './measure-growth';
import { measureBatch, measureLatency, measureWide } from './measure-runs';
import { measureUnwatched } from './measure-unwatched';
import { measureVisits } from './measure-visits';
import type { BenchOptions } from './read-options';
import type { ModelRow } from './results';
import { SitePage } from './site-page';

/** How often each is measured. */
const FULL = { rounds: 5, runs: 30, batch: 50, batches: 3, growth: 3000 };
const QUICK = { rounds: 1, runs: 6, batch: 10, batches: 1, growth: 300 };
/** A software adapter takes seconds a picture, and its speed says nothing. */
const FUNCTION_ONLY = { rounds: 1, runs: 1, batch: 2, batches: 1, growth: 0, side: 320 };

/** Measures one model on what the options ask for. */
export async function benchModel(model: BenchModel, options: BenchOptions): Promise<ModelRow> {
  const { engine, quick } = options;
  const software = engine === 'webgpu';
  const counts = software ? FUNCTION_ONLY : quick ? QUICK : FULL;
  const side = software ? FUNCTION_ONLY.side : undefined;
  const { file, onnx } = await model.load();
  const hosts = await startHosts(model, file);
  try {
    const wide = await picture('wide.jpg', sharp(fixture('images/zidane.jpg')).jpeg({ quality: 90 }));
    const { found, visits } = await measureVisits({
      hosts,
      remote: model.checkpoint,
      onnx,
      picture: wide,
      engine,
      side,
      rounds: counts.rounds,
    });
    const { width, height } = found.input;
    const row = { model: model.id, engine: found.engine, software, input: [width, height] } as const;
    const bare = await BareSite.start({ onnx, picture: wide.buffer, ...found });
    try {
      const plan = { picture: wide.buffer.toString('base64'), engine, fetch: model.checkpoint, side };
      const { address } = hosts;
      const unwatched = await measureUnwatched({ address, bare, plan, rounds: counts.rounds });
      const runs = await measureSteady({ model, hosts, bare, options, counts, side, picture: wide });
      if (model.id !== 'bundled' || counts.growth === 0) return { ...row, visits, unwatched, ...runs };
      const { growth: detections } = counts;
      const reading = bare.readingAddress;
      const growth = await measureGrowth({ site: address, reading, picture: wide, detections });
      return { ...row, visits, unwatched, ...runs, growth };
    } finally {
      await bare.stop();
    }
  } finally {
    await hosts.stop();
  }
}

interface Steady {
  readonly model: BenchModel;
  readonly hosts: BenchHosts;
  readonly bare: BareSite;
  readonly options: BenchOptions;
  readonly counts: typeof FULL;
  readonly side: number | undefined;
  /** 1280 x 720, JPEG. */
  readonly picture: PictureFile;
}

/** Site and bare page side by side in one browser, by turns. */
async function measureSteady(steady: Steady) {
  const { model, hosts, bare: bareSite, options, counts, side, picture } = steady;
  const browser = new BenchBrowser(options.engine === 'webgpu');
  try {
    const context = await browser.start();
    const openSite = async (shown: PictureFile) => {
      const site = new SitePage(await context.newPage());
      await site.open(hosts.address);
      if (options.engine !== 'auto') await site.choose(options.engine);
      if (model.checkpoint) await site.fetchModel();
      await site.ready();
      if (side !== undefined) await site.takeSide(side);
      await site.setPictures(shown);
      return site;
    };
    const site = await openSite(picture);
    const bare = await context.newPage();
    await bareSite.open(bare, 'worker');
    const latency = await measureLatency(site, bare, counts.runs);
    const batch = await measureBatch(site, bare, { picture, pictures: counts.batch, times: counts.batches });
    await bare.close();
    const wide =
      model.dynamic && !model.checkpoint && model.id !== 'bundled' && counts.growth > 0
        ? await measureSides(site, openSite, picture, counts.runs)
        : undefined;
    return { latency, batch, ...(wide && { wide }) };
  } finally {
    await browser.dispose();
  }
}

async function measureSides(
  site: SitePage,
  openSite: (shown: PictureFile) => Promise<SitePage>,
  wide: PictureFile,
  runs: number,
) {
  await site.setPictures(wide);
  const square = await openSite(
    await picture('square.jpg', sharp(wide.buffer).resize(960, 960, { fit: 'cover' }).jpeg({ quality: 90 })),
  );
  const measured = await measureWide(site, square, runs);
  await square.page.close();
  return measured;
}
