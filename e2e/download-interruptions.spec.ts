import { expect, test, type BrowserContext } from '@playwright/test';
import { crashTab } from './support/crash-tab';
import { deployAgain } from './support/deploy-again';
import { BIG, BIG_FILE, DownloadScene, RANGE, SMALL, type Tab } from './support/download-scene';
import { INSECURE_HOST, LOCAL_HOST } from './support/hosts';
import { endWorker } from './support/end-worker';
import { hastenLibrary, libraryWorker } from './support/hub-test';
import { Outcomes } from './support/outcomes';
import { OwnBrowser } from './support/own-browser';
import { randomNumbers } from './support/random-numbers';
import { setQuota } from './support/set-quota';
import { expectStored } from './support/stored-models';

const outcomes = new Outcomes('interruptions');
let scene: DownloadScene;
let context: BrowserContext;
let tab: Tab;

test.beforeAll(async ({ browser }) => {
  scene = await DownloadScene.start();
  context = await browser.newContext();
  tab = await scene.tab(context);
  await tab.small.download();
});
test.afterAll(async ({ browser }) => {
  await context.close();
  await scene.stop();
  await outcomes.write(browser.version());
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

/** Begins a download that comes to a halt anywhere. @returns index of the range */
async function haltSomewhere(tab: Tab, seed: number): Promise<number> {
  const [range = 0, share = 0] = randomNumbers(seed);
  const index = Math.floor(range * 3);
  await scene.halt(tab, index, Math.floor(share * (index < 2 ? RANGE : 1e6)));
  return index;
}

test('tab killed in the middle', async () => {
  test.slow();
  let worst = 0;
  for (let seed = 1; seed <= 10; seed++) {
    const index = await haltSomewhere(tab, seed);
    await crashTab(tab.page);
    tab = await scene.tab(context);
    worst = Math.max(worst, await scene.complete(tab, index));
    await tab.big.delete();
  }
  outcomes.note('tab killed in the middle', 10, 'continued from the last whole range', 'kept', worst);
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
      const index = await haltSomewhere(killed, seed);
      await browser.kill();
      browser = await OwnBrowser.start(profile);
      killed = await scene.tab(browser.context);
      worst = Math.max(worst, await scene.complete(killed, index));
      await killed.big.delete();
    }
  } finally {
    await browser.kill();
  }
  outcomes.note('browser killed in the middle', 5, 'continued from the last whole range', 'kept', worst);
});

test('page reloaded in the middle', async () => {
  await scene.halt(tab, 1, 3e6);
  await tab.panel.visit(scene.site.address);
  const again = await scene.complete(tab, 1);
  outcomes.note('page reloaded in the middle', 1, 'continued from the last whole range', 'kept', again);
});

test('worker killed in the middle', async () => {
  await scene.halt(tab, 1, 3e6);
  // No picture was added, so that nothing has begun to read any.
  await endWorker(tab.page, libraryWorker(tab.page), 2);
  await expect(tab.big.alert).toHaveText(
    /^What fetches and keeps models was stopped, perhaps for want of memory\./,
  );
  const again = await scene.complete(tab, 1);
  outcomes.note('worker killed in the middle', 1, 'continued from the last whole range', 'kept', again);
});

test('cancelled, and discarded', async () => {
  await scene.halt(tab, 1, 3e6);
  await tab.big.button('Cancel download').click();
  const again = await scene.complete(tab, 1);
  outcomes.note('cancelled', 1, 'continued from the last whole range', 'kept', again);
  await tab.big.delete();
  scene.hub.faults.clear();
  await scene.halt(tab, 2, 1e5);
  await tab.big.button('Discard').click();
  await tab.big.state('remote');
  await expectStored(tab.page, [SMALL], [SMALL]);
});

test('offline for a while', async () => {
  await scene.halt(tab, 1, 3e6);
  await hastenLibrary(tab.page, 40);
  await context.setOffline(true);
  await scene.hub.stop();
  await expect(tab.big.cell).toContainText('interrupted, trying again soon');
  await tab.expectSound(false);
  await scene.hub.start();
  await context.setOffline(false);
  await tab.big.state('kept');
  await tab.expectSound(true);
  outcomes.note('offline for a while', 1, 'waited, and went on by itself', 'kept', scene.sent() - BIG.length);
});

test('quota exhausted', async ({ browser }) => {
  // A window of its own: what was deleted in one counts as used until Chromium finds the time to free it.
  const fresh = await browser.newContext();
  const cramped = await scene.tab(fresh);
  await cramped.small.download();
  // Chromium's estimate does not tell; the second range is the first that does not fit.
  await setQuota(cramped.page, 10e6);
  scene.hub.requests.length = 0;
  await cramped.big.button('Download').click();
  await expect(cramped.big.alert).toHaveText(/^There is no room for \d+\.\d MB more\. Delete a model/);
  await cramped.big.state('partial');
  await cramped.small.state('kept');
  await cramped.expectSound(false);
  await setQuota(cramped.page, undefined);
  await cramped.big.download();
  await cramped.expectSound(true);
  const again = scene.sent() - BIG.length;
  outcomes.note('quota exhausted', 1, 'refused, and said so', 'kept once there was room', again);
  await fresh.close();
});

test('two tabs', async () => {
  const other = await scene.tab(context);
  await scene.halt(tab, 1, 3e6);
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
  outcomes.note('two tabs', 1, 'fetched once, shown in both', 'kept', scene.sent() - (BIG.length - RANGE));
});

test('storage disabled', async () => {
  // Without HTTPS there is no storage, as in some private windows.
  const insecure = await scene.tab(context, scene.site.address.replace(LOCAL_HOST, INSECURE_HOST));
  await expect(insecure.page.getByText(/^This browser gives no storage here/)).toBeVisible();
  scene.hub.requests.length = 0;
  await insecure.big.button('Download').click();
  await insecure.big.state('memory');
  expect((await insecure.big.export()).bytes.equals(BIG)).toBe(true);
  // Nor is there a clipboard.
  await insecure.big.button('Copy link').click();
  await expect(insecure.big.cell).toContainText(/Its link is http:\/\/mars\.test:\d+\/.*\?model=/);
  outcomes.note('storage disabled', 1, 'said so', 'in memory for the tab', scene.sent() - BIG.length);
});

// The last: what is deployed stays deployed.
test('service worker updated under way', async () => {
  await scene.halt(tab, 1, 3e6);
  deployAgain(scene.site);
  await tab.page.evaluate(async () => (await navigator.serviceWorker.ready).update());
  await tab.page.getByRole('button', { name: 'Reload', exact: true }).click();
  await expect(tab.page).toHaveTitle('Second version');
  await tab.panel.open();
  const again = await scene.complete(tab, 1);
  outcomes.note('service worker updated under way', 1, 'continued from the last whole range', 'kept', again);
});
