import { expect, test, type BrowserContext, type Page } from '@playwright/test';
import { BIG, BIG_FILE, DownloadScene, OTHER, RANGE, SMALL, type Tab } from './support/download-scene';
import { hastenLibrary } from './support/hub-test';
import { writeOutcomes, type Outcome } from './support/outcomes';
import { OwnBrowser } from './support/own-browser';
import { randomNumbers } from './support/random-numbers';
import { deployAgain } from './support/deploy-again';
import { INSECURE_HOST, LOCAL_HOST } from './support/hosts';
import { setQuota } from './support/set-quota';
import { expectStored } from './support/stored-models';
import { watch } from './support/test';
import type { Fault } from './stand-in-hub/faults';

/** Faults of the network, each met by one download of a file of three ranges, all in one tab. */
interface Scenario {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** What is said when the download fails; it succeeds by itself where this is undefined. */
  readonly says?: RegExp;
  /** How many times faster the waits between attempts pass than they do for a person. */
  readonly hurry?: number;
  /** Ranges that are still there after the failure. */
  readonly keeps?: number;
}

const NETWORK = /^It could not be fetched: there is no connection, or the server does not answer\./;

const SCENARIOS: readonly Scenario[] = [
  { name: 'slow server', faults: [{ kind: 'slow', bytesPerSecond: 12e6 }] },
  {
    name: '429 storm at the hub (5 in a row)',
    hurry: 60,
    faults: [{ kind: 'hub-status', status: 429, times: 5 }],
  },
  {
    name: '429 storm at the storage (5)',
    hurry: 60,
    faults: [{ kind: 'storage-status', status: 429, times: 5 }],
  },
  { name: '503 at the hub (3)', faults: [{ kind: 'hub-status', status: 503, times: 3, skip: 1 }] },
  { name: '500 at the storage (3)', faults: [{ kind: 'storage-status', status: 500, times: 3, skip: 1 }] },
  {
    name: '500 without end',
    hurry: 60,
    faults: [{ kind: 'storage-status', status: 500, skip: 1 }],
    says: /^The hub has a failure of its own \(HTTP 500\)\. What came so far is kept; try again later\./,
    keeps: 1,
  },
  { name: 'signed address expired', faults: [{ kind: 'expired', times: 1, skip: 1 }] },
  {
    name: 'silence in the middle (closed lid)',
    hurry: 20,
    faults: [{ kind: 'stall', after: 3e6, skip: 1, times: 1 }],
  },
  {
    name: 'file replaced under way',
    faults: [{ kind: 'replaced', bytes: OTHER, skip: 1 }],
    says: /^The file was exchanged on the server while it was being downloaded\. Nothing of the mixture was kept/,
    keeps: 0,
  },
  {
    name: 'wrong hash (one bit)',
    faults: [{ kind: 'wrong-bytes', skip: 1, times: 1 }],
    says: /^What came is not what was published \(its SHA-256 differs\), so nothing of it was kept\./,
    keeps: 0,
  },
  { name: '200 for 206 from the start', faults: [{ kind: 'whole' }] },
  { name: '200 for 206 in the middle', faults: [{ kind: 'whole', skip: 1 }] },
  { name: 'Content-Range hidden', faults: [{ kind: 'hidden-range' }] },
  {
    name: 'HTML instead of a model',
    faults: [{ kind: 'html', skip: 1 }],
    says: /^A web page came in place of the model\./,
    keeps: 1,
  },
  { name: 'short body', faults: [{ kind: 'short', by: 5, skip: 1, times: 1 }] },
  {
    name: 'short bodies without end',
    hurry: 60,
    faults: [{ kind: 'short', by: RANGE, skip: 1 }],
    says: /^The connection ended too early, several times\. What came so far is kept/,
    keeps: 1,
  },
  {
    name: 'long body',
    faults: [{ kind: 'long', by: 5, skip: 1 }],
    says: /^The file is not as long as was announced \(8\.4 MB instead of 8\.4 MB\), so it was not used\./,
    keeps: 0,
  },
  { name: 'redirect loop, once', faults: [{ kind: 'loop', times: 1, skip: 1 }] },
  {
    name: 'redirect loop without end',
    hurry: 15,
    faults: [{ kind: 'loop', skip: 1 }],
    says: NETWORK,
    keeps: 1,
  },
];

const outcomes: Outcome[] = [];
test.afterAll(({ browser }) =>
  writeOutcomes(
    outcomes,
    `In Chromium ${browser.version()}, with a file of ${(BIG.length / 1e6).toFixed(1)} MB that comes in three ranges.`,
  ),
);

test.describe('faults of the network', () => {
  let scene: DownloadScene;
  let context: BrowserContext;
  let tab: Tab;
  let offences: readonly string[];

  test.beforeAll(async ({ browser }) => {
    scene = await DownloadScene.start();
    context = await browser.newContext();
    const { hub, site } = scene;
    offences = watch(context, [site.origin, hub.origin, hub.storageOrigin]);
    tab = await scene.tab(context);
    await tab.small.download();
    scene.hub.requests.length = 0;
  });
  test.afterAll(async () => {
    await context.close();
    await scene.stop();
    expect(offences, 'requests to other origins, exceptions, violations of the policy').toEqual([]);
  });
  test.afterEach(async () => {
    scene.hub.faults.clear();
    if ((await tab.big.button('Discard').count()) > 0) await tab.big.button('Discard').click();
    if ((await tab.big.button('Delete').count()) > 0) await tab.big.button('Delete').click();
    await tab.big.state('remote');
    scene.hub.requests.length = 0;
  });

  for (const { name, faults, says, keeps = 0, hurry = 8 } of SCENARIOS) {
    test(name, async () => {
      await hastenLibrary(tab.page, hurry);
      for (const fault of faults) scene.hub.faults.add(BIG_FILE, fault);
      await tab.big.button('Download').click();
      if (says) {
        await expect(tab.big.alert).toHaveText(says);
        await tab.big.state(keeps > 0 ? 'partial' : 'remote');
        if (keeps > 0)
          await expect(tab.big.cell).toContainText(`partly downloaded (${(keeps * 8.4).toFixed(1)} MB of`);
        await tab.expectSound(false);
        scene.hub.faults.clear();
        await tab.big.button('Download').click();
      }
      await tab.big.state('kept');
      await tab.expectSound(true);
      const end = says ? 'the same button brought the rest' : 'kept';
      note(name, 1, says ? 'refused, and said so' : 'went on by itself', end, scene.sent() - BIG.length);
    });
  }

  test('connection cut at random offsets', async () => {
    test.slow();
    let worst = 0;
    await hastenLibrary(tab.page, 4);
    for (let seed = 1; seed <= 20; seed++) {
      const [offset = 0, skip = 0] = randomNumbers(seed);
      const after = Math.floor(offset * RANGE);
      scene.hub.requests.length = 0;
      scene.hub.faults.add(BIG_FILE, { kind: 'cut', after, skip: Math.floor(skip * 2), times: 1 });
      await tab.big.download();
      await tab.expectSound(true);
      expect(scene.stored().length, `seed ${seed}: the cut and three ranges`).toBe(4);
      worst = Math.max(worst, scene.sent() - BIG.length);
      await tab.big.delete();
      scene.hub.faults.clear();
    }
    note('connection cut at random offsets', 20, 'went on by itself', 'kept', worst);
  });
});

test.describe('interruptions', () => {
  let scene: DownloadScene;
  let context: BrowserContext;
  let tab: Tab;

  test.beforeAll(async ({ browser }) => {
    scene = await DownloadScene.start();
    context = await browser.newContext();
    tab = await scene.tab(context);
    await tab.small.download();
  });
  test.afterAll(async () => {
    await context.close();
    await scene.stop();
  });
  test.afterEach(async () => {
    scene.hub.faults.clear();
    await scene.hub.start();
    const others = context.pages().filter((page) => page !== tab.page);
    await Promise.all(others.map((page) => page.close()));
    if ((await tab.big.button('Delete').count()) > 0) await tab.big.delete();
    await tab.big.state('remote');
    await hastenLibrary(tab.page, 1);
  });

  /** Begins a download that comes to a halt `after` bytes into its range `index`, and waits until it is there. */
  async function halt(tab: Tab, index: number, after: number): Promise<void> {
    scene.hub.requests.length = 0;
    scene.hub.faults.add(BIG_FILE, { kind: 'stall', skip: index, after, times: 1 });
    await tab.big.button('Download').click();
    const often = { intervals: [20] };
    await expect.poll(() => scene.stored().length, often).toBe(index + 1);
    await expect.poll(() => scene.stored().at(-1)?.sent(), often).toBeGreaterThan(Math.min(after, 1));
    await expect(tab.big.progress).toBeVisible();
  }

  /** What came before is still there and nothing else; the rest of the download completes it. */
  async function complete(tab: Tab, index: number): Promise<number> {
    await tab.small.state('kept');
    await tab.big.state(index === 0 ? 'remote' : 'partial');
    await tab.expectSound(false);
    await tab.big.download();
    expect(scene.stored(), 'the request that was lost, and each range once').toHaveLength(4);
    await tab.expectSound(true);
    return scene.sent() - BIG.length;
  }

  test('tab killed in the middle', async () => {
    test.slow();
    let worst = 0;
    for (let seed = 1; seed <= 10; seed++) {
      const [range = 0, share = 0] = randomNumbers(seed);
      const index = Math.floor(range * 3);
      await halt(tab, index, Math.floor(share * (index < 2 ? RANGE : 1e6)));
      await crash(tab.page);
      tab = await scene.tab(context);
      worst = Math.max(worst, await complete(tab, index));
      await tab.big.delete();
    }
    note('tab killed in the middle', 10, 'continued from the last whole range', 'kept', worst);
  });

  test('browser killed in the middle', async ({ browserName }, info) => {
    test.slow();
    const profile = info.outputPath(`${browserName}-profile`);
    let worst = 0;
    let browser = await OwnBrowser.start(profile);
    try {
      let killed = await scene.tab(browser.context);
      await killed.small.download();
      for (let seed = 11; seed <= 15; seed++) {
        const [range = 0, share = 0] = randomNumbers(seed);
        const index = Math.floor(range * 3);
        await halt(killed, index, Math.floor(share * (index < 2 ? RANGE : 1e6)));
        await browser.kill();
        browser = await OwnBrowser.start(profile);
        killed = await scene.tab(browser.context);
        worst = Math.max(worst, await complete(killed, index));
        await killed.big.delete();
      }
    } finally {
      await browser.kill();
    }
    note('browser killed in the middle', 5, 'continued from the last whole range', 'kept', worst);
  });

  test('page reloaded in the middle', async () => {
    await halt(tab, 1, 3e6);
    await tab.panel.visit(scene.site.address);
    const again = await complete(tab, 1);
    note('page reloaded in the middle', 1, 'continued from the last whole range', 'kept', again);
  });

  test('cancelled, and discarded', async () => {
    await halt(tab, 1, 3e6);
    await tab.big.button('Cancel download').click();
    const again = await complete(tab, 1);
    note('cancelled', 1, 'continued from the last whole range', 'kept', again);
    await tab.big.delete();
    scene.hub.faults.clear();
    await halt(tab, 2, 1e5);
    await tab.big.button('Discard').click();
    await tab.big.state('remote');
    await expectStored(tab.page, [SMALL], [SMALL]);
  });

  test('offline for a while', async () => {
    await halt(tab, 1, 3e6);
    await hastenLibrary(tab.page, 40);
    await context.setOffline(true);
    await scene.hub.stop();
    await expect(tab.big.cell).toContainText('interrupted, trying again soon');
    await tab.expectSound(false);
    await scene.hub.start();
    await context.setOffline(false);
    await tab.big.state('kept');
    await tab.expectSound(true);
    note('offline for a while', 1, 'waited, and went on by itself', 'kept', scene.sent() - BIG.length);
  });

  test('quota exhausted', async () => {
    // Chromium's estimate does not tell; the second range is the first that does not fit.
    await setQuota(tab.page, 10e6);
    scene.hub.requests.length = 0;
    await tab.big.button('Download').click();
    await expect(tab.big.alert).toHaveText(/^There is no room for \d+\.\d MB more\. Delete a model/);
    await tab.big.state('partial');
    await tab.small.state('kept');
    await tab.expectSound(false);
    await setQuota(tab.page, undefined);
    await tab.big.download();
    await tab.expectSound(true);
    note('quota exhausted', 1, 'refused, and said so', 'kept once there was room', scene.sent() - BIG.length);
  });

  test('two tabs', async () => {
    const other = await scene.tab(context);
    await halt(tab, 1, 3e6);
    await expect(other.big.progress).toBeVisible();
    await expect(other.big.cell).toContainText(/^(8|11)\.\d MB of /);
    await other.big.button('Cancel download').click();
    await tab.big.state('partial');
    await expect(tab.big.progress).toHaveCount(0);
    scene.hub.faults.clear();
    scene.hub.requests.length = 0;
    scene.hub.faults.add(BIG_FILE, { kind: 'slow', bytesPerSecond: 8e6 });
    await tab.big.button('Download').click();
    for (const { big } of [tab, other]) await expect(big.progress).toBeVisible();
    for (const { big } of [tab, other]) {
      await big.state('kept');
      await expect(big.progress).toHaveCount(0, { timeout: 5000 });
    }

    await other.expectSound(true);
    expect(scene.stored(), 'the two ranges that were missing, once').toHaveLength(2);
    note('two tabs', 1, 'fetched once, shown in both', 'kept', scene.sent() - (BIG.length - RANGE));
  });

  test('storage disabled', async () => {
    // Without HTTPS there is no storage, as in some private windows.
    const insecure = await scene.tab(context, scene.site.address.replace(LOCAL_HOST, INSECURE_HOST));
    await expect(insecure.page.getByText(/^This browser gives no storage here/)).toBeVisible();
    scene.hub.requests.length = 0;
    await insecure.big.button('Download').click();
    await insecure.big.state('memory');
    expect((await insecure.big.export()).bytes.equals(BIG)).toBe(true);
    note('storage disabled', 1, 'said so', 'in memory for the tab', scene.sent() - BIG.length);
  });

  // The last: what is deployed stays deployed.
  test('service worker updated under way', async () => {
    await halt(tab, 1, 3e6);
    deployAgain(scene.site);
    await tab.page.evaluate(async () => (await navigator.serviceWorker.ready).update());
    await tab.page.getByRole('button', { name: 'Reload', exact: true }).click();
    await expect(tab.page).toHaveTitle('Second version');
    await tab.panel.open();
    const again = await complete(tab, 1);
    note('service worker updated under way', 1, 'continued from the last whole range', 'kept', again);
  });
});

/** Ends a tab's process without a word. */
async function crash(page: Page): Promise<void> {
  const crashed = page.waitForEvent('crash');
  const session = await page.context().newCDPSession(page);
  session.send('Page.crash').catch(() => undefined);
  await crashed;
  await page.close();
}

function note(scenario: string, runs: number, first: string, end: string, again: number): void {
  outcomes.push({ scenario, runs, first, end, again });
}
