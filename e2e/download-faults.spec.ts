import { expect, test, type BrowserContext } from '@playwright/test';
import { BIG, BIG_FILE, DownloadScene, RANGE, type Tab } from './support/download-scene';
import { hastenLibrary } from './support/hub-test';
import { SCENARIOS } from './support/network-faults';
import { Outcomes } from './support/outcomes';
import { randomNumbers } from './support/random-numbers';
import { watch } from './support/test';

/* Each fault is met by one download, all in one tab. */

const outcomes = new Outcomes('faults');
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
test.afterAll(async ({ browser }) => {
  await context.close();
  await scene.stop();
  await outcomes.write(browser.version());
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
    outcomes.note(
      name,
      1,
      says ? 'refused, and said so' : 'went on by itself',
      end,
      scene.sent() - BIG.length,
    );
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
  outcomes.note('connection cut at random offsets', 20, 'went on by itself', 'kept', worst);
});
