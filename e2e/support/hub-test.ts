import type { Page, Worker } from '@playwright/test';
import { startHub, type HubOptions, type StandInHub } from '../stand-in-hub/start-hub';
import { ISOLATION } from './hosts';
import { ModelsPanel } from './models-panel';
import { builtCatalogue } from './onnx-files';
import { test as base } from './test';

export interface Fixtures {
  readonly hubOptions: HubOptions;
  readonly hub: StandInHub;
  readonly panel: ModelsPanel;
}

/** A test whose site's catalogue names a stand-in hub beside the models of the site itself. */
export const test = base.extend<Fixtures>({
  hubOptions: [{}, { option: true }],
  hub: async ({ hubOptions }, use) => {
    const hub = await startHub(hubOptions);
    await use(hub);
    await hub.close();
  },
  neighbours: async ({ hub }, use) => use([hub.origin, hub.storageOrigin]),
  hosting: async ({ hub }, use) => {
    const models = builtCatalogue().models.slice(0, 1);
    await use({ headers: ISOLATION, overlays: { 'models.json': catalogue(hub, models) } });
  },
  panel: async ({ app }, use) => use(new ModelsPanel(app.page)),
});

export { expect } from '@playwright/test';

/** `models.json` with this hub. */
export function catalogue(hub: StandInHub, models: readonly unknown[]) {
  return { body: JSON.stringify({ hub: hub.origin, models }), type: 'application/json' };
}

/** The worker that downloads and keeps models. */
export function libraryWorker(page: Page): Worker {
  const worker = page.workers().find((candidate) => /\/library-main-[^/]*\.js$/.test(candidate.url()));
  if (!worker) throw new Error('the library has no worker');
  return worker;
}

/** Makes the clock of the library's worker run so many times faster, so that its waits between attempts are short. */
export async function hastenLibrary(page: Page, times: number): Promise<void> {
  await libraryWorker(page).evaluate((times) => {
    const scope = self as unknown as { realClock?: { now: () => number; wait: typeof setTimeout } };
    scope.realClock ??= { now: Date.now.bind(Date), wait: setTimeout };
    const { now, wait } = scope.realClock;
    const [real, shown] = [now(), Date.now()];
    Date.now = () => shown + (now() - real) * times;
    self.setTimeout = ((run: () => void, ms = 0) => wait(run, ms / times)) as typeof setTimeout;
  }, times);
}
