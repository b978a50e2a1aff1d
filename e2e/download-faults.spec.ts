import { expect, test, type BrowserContext } from '@playwright/test';
import { BIG, BIG_FILE, DownloadScene, OTHER, RANGE, type Tab } from './support/download-scene';
import { hastenLibrary } from './support/hub-test';
import { writeOutcomes, type Outcome } from './support/outcomes';
import { randomNumbers } from './support/random-numbers';
import { watch } from './support/test';
import type { Fault } from './stand-in-hub/faults';

/** Faults of the network, each met by one download of a file of three ranges, all in one tab. */
interface Scenario {
  readonly name: string;
  readonly faults: readonly Fault[];
  /** What is said when the download fails; it succeeds by itself where this is undefined. */
  readonly says?: RegExp;
  /** Ranges that are still there after the failure. */
  readonly keeps?: number;
}

const NETWORK = /^It could not be fetched: there is no connection, or the server does not answer\./;

const SCENARIOS: readonly Scenario[] = [
  { name: 'slow server', faults: [{ kind: 'slow', bytesPerSecond: 12e6 }] },
  { name: '429 storm at the hub (6 in a row)', faults: [{ kind: 'hub-status', status: 429, times: 6 }] },
  { name: '429 storm at the storage (6)', faults: [{ kind: 'storage-status', status: 429, times: 6 }] },
  { name: '503 at the hub (3)', faults: [{ kind: 'hub-status', status: 503, times: 3, skip: 3 }] },
  { name: '500 at the storage (3)', faults: [{ kind: 'storage-status', status: 500, times: 3, skip: 1 }] },
  {
    name: '500 without end',
    faults: [{ kind: 'storage-status', status: 500, skip: 1 }],
    says: /^The hub has a failure of its own \(HTTP 500\)\. What came so far is kept; try again later\./,
    keeps: 1,
  },
  { name: 'signed address expired', faults: [{ kind: 'expired', times: 1, skip: 1 }] },
  { name: 'silence in the middle (closed lid)', faults: [{ kind: 'stall', after: 3e6, skip: 1, times: 1 }] },
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
  { name: 'redirect loop without end', faults: [{ kind: 'loop', skip: 1 }], says: NETWORK, keeps: 1 },
];

const outcomes: Outcome[] = [];
test.afterAll(() => writeOutcomes(outcomes));

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
    await hastenLibrary(tab.page, 25);
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

  for (const { name, faults, says, keeps = 0 } of SCENARIOS) {
    test(name, async () => {
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

function note(scenario: string, runs: number, first: string, end: string, again: number): void {
  outcomes.push({ scenario, runs, first, end, again });
}
