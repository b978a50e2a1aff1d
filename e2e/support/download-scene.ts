import type { BrowserContext, Page } from '@playwright/test';
import { startHub, type StandInHub } from '../stand-in-hub/start-hub';
import { catalogue, ISOLATION } from './hub-test';
import { ModelsPanel, type ModelRow } from './models-panel';
import { bundledModelBytes, filled } from './onnx-files';
import { engineFile, StaticServer } from './static-server';
import { expectStored } from './stored-models';

/** What the app asks for at once. */
export const RANGE = 8 * 1024 * 1024;

const REPO = 'owner/storms';

/** Two whole ranges and a bit. */
export const BIG = filled(bundledModelBytes(), 2 * RANGE, 'big');
export const SMALL = bundledModelBytes();
export const OTHER = filled(bundledModelBytes(), 2 * RANGE, 'other');

/** The file's name in the stand-in hub's table of faults. */
export const BIG_FILE = `${REPO}/big.onnx`;

/** A site whose catalogue lists models of a stand-in hub; none of them is here at first, and none is run: the engine never comes. */
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
