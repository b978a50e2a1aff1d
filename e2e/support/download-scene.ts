import { expect, type BrowserContext, type Page } from '@playwright/test';
import { startHub, type StandInHub } from '../stand-in-hub/start-hub';
import { ISOLATION } from './hosts';
import { catalogue } from './hub-test';
import { ModelsPanel, type ModelRow } from './models-panel';
import { bundledModelBytes, filled } from './onnx-files';
import { engineFile, StaticServer } from './static-server';
import { expectStored } from './stored-models';

/** What the app asks for at once. */
export const RANGE = 8 * 1024 * 1024;

const REPO = 'owner/storms';

export const SMALL = bundledModelBytes();

/** A model whose file has this length. */
export const twoRangesAndABit = (seed: string) => filled(SMALL, 2 * RANGE + 1.2e6 - SMALL.length, seed);
export const BIG = twoRangesAndABit('big');
export const OTHER = twoRangesAndABit('other');

/** The file's name in the stand-in hub's table of faults. */
export const BIG_FILE = `${REPO}/big.onnx`;

/**
 * A site whose catalogue lists models of a stand-in hub; none of them is here at first, and none is run: the engine never
 * comes.
 */
export class DownloadScene {
  private constructor(
    readonly hub: StandInHub,
    readonly site: StaticServer,
  ) {}

  static async start(): Promise<DownloadScene> {
    const files = [
      { path: 'first.onnx', bytes: SMALL.subarray(0, 99) },
      { path: 'small.onnx', bytes: SMALL },
      { path: 'big.onnx', bytes: BIG },
      { path: 'old.onnx', bytes: OTHER },
    ];
    const hub = await startHub({ repos: [{ name: REPO, files }] });
    const models = ['first', 'small', 'big', 'old'].map((id) => ({
      id,
      label: `The ${id} one`,
      address: `${REPO}/${id}.onnx`,
    }));
    const overlays = { 'models.json': catalogue(hub, models) };
    const site = new StaticServer({ headers: ISOLATION, overlays });
    site.hold(engineFile());
    await site.start();
    return new DownloadScene(hub, site);
  }

  async stop(): Promise<void> {
    await Promise.all([this.site.stop(), this.hub.close()]);
  }

  /** Another tab with the panel open. */
  async tab(context: BrowserContext, address = this.site.address): Promise<Tab> {
    const page = await context.newPage();
    const panel = new ModelsPanel(page);
    await panel.visit(address);
    return new Tab(page, panel);
  }

  /** Begins a download that comes to a halt `after` bytes into its range `index`, and waits until it is there. */
  async halt(tab: Tab, index: number, after: number): Promise<void> {
    this.hub.requests.length = 0;
    this.hub.faults.add(BIG_FILE, { kind: 'stall', skip: index, after, times: 1 });
    await tab.big.button('Download').click();
    const often = { intervals: [20] };
    await expect.poll(() => this.stored().length, often).toBe(index + 1);
    await expect.poll(() => this.stored().at(-1)?.sent(), often).toBeGreaterThan(Math.min(after, 1));
    await expect(tab.big.progress).toBeVisible();
  }

  /**
   * What came before is still there and nothing else; the rest of the download completes it.
   * @returns bytes that were sent beyond the file's own
   */
  async complete(tab: Tab, index: number): Promise<number> {
    await tab.small.state('kept');
    await tab.big.state(index === 0 ? 'remote' : 'partial');
    await tab.expectSound(false);
    await tab.big.download();
    expect(this.stored(), 'the request that was lost, and each range once').toHaveLength(4);
    await tab.expectSound(true);
    return this.sent() - BIG.length;
  }

  /** Bytes that the storage origin has sent since the log was last emptied. */
  sent(): number {
    return this.stored().reduce((sum, { sent }) => sum + sent(), 0);
  }

  /** Requests for files' bytes. */
  stored() {
    return this.hub.requests.filter(({ to, method }) => to === 'storage' && method === 'GET');
  }
}

export class Tab {
  readonly big: ModelRow;
  readonly small: ModelRow;
  readonly old: ModelRow;

  constructor(
    readonly page: Page,
    readonly panel: ModelsPanel,
  ) {
    this.big = panel.row('The big one');
    this.small = panel.row('The small one');
    this.old = panel.row('The old one');
  }

  /** The small model is whole; of the big one there is nothing, its beginning, or all. */
  expectSound(bigIsKept: boolean): Promise<void> {
    return expectStored(this.page, [SMALL, BIG], bigIsKept ? [SMALL, BIG] : [SMALL]);
  }
}
