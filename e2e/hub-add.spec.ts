import type { BrowserContext, Page } from '@playwright/test';
import { colourModel } from './support/colour-model';
import { expect, test } from './support/hub-test';
import { file } from './support/pictures';
import { bundledModelBytes, filled } from './support/onnx-files';
import { readStored, sha256 } from './support/stored-models';
import { startHub, type StandInHub } from './stand-in-hub/start-hub';

const TINY = filled(bundledModelBytes(), 10_000, 'tiny');
/** Under the 5 MB that a link may fetch unasked. */
const SMALL = filled(colourModel(), 10_000, 'small');
const LARGE = filled(bundledModelBytes(), 4_000_000, 'large');

const megabytes = ({ length }: Uint8Array) => `${(length / 1e6).toFixed(1)} MB`;
const NOTES = { path: 'README.md', bytes: Buffer.from('# Storms\n'), lfs: false };
const TOKEN = 'hf_thisMustNeverBeSeenAnywhere';

test.use({
  hubOptions: {
    repos: [
      {
        name: 'owner/storms',
        files: [NOTES, { path: 'a/tiny.onnx', bytes: TINY }, { path: 'large.onnx', bytes: LARGE }],
      },
      { name: 'owner/small', files: [{ path: 'small.onnx', bytes: SMALL }] },
      { name: 'owner/gated', gated: 'auto', files: [{ path: 'tiny.onnx', bytes: TINY }] },
      { name: 'owner/denied', gated: 'manual', files: [{ path: 'tiny.onnx', bytes: TINY }] },
      { name: 'owner/private', private: true, files: [{ path: 'tiny.onnx', bytes: TINY }] },
    ],
    tokens: { [TOKEN]: { opens: ['owner/gated', 'owner/private'] } },
    plain: { '/files/plain.onnx': TINY },
  },
  permissions: ['clipboard-read', 'clipboard-write'],
  engine: false,
});

test.describe('a model is named', () => {
  test.beforeEach(({ site, panel }) => panel.visit(site.address));

  test('by every way of writing its address', async ({ panel, hub }) => {
    for (const [what, reference] of [
      ['owner/repo/path', 'owner/storms/a/tiny.onnx'],
      ['resolve address', `${hub.origin}/owner/storms/resolve/main/a/tiny.onnx?download=true`],
      ['blob address', 'https://huggingface.co/owner/storms/blob/main/a/tiny.onnx'],
      ['owner/repo@revision:path', 'owner/storms@main:a/tiny.onnx'],
    ] as const) {
      // Each finds a commit of its own, so that it cannot be taken for the one before.
      const commit = hub.push('owner/storms', 'main', [{ path: 'a/tiny.onnx', bytes: TINY }]);
      await panel.add(reference);
      const row = panel.table.getByRole('row').filter({ hasText: commit.slice(0, 7) });
      await expect(row, what).toHaveCount(1);
      await expect(row.getByRole('rowheader'), what).toContainText('a/tiny.onnx');
      await expect(row.getByRole('cell').nth(0), what).toHaveText('not on this device');
      await expect(row.getByRole('cell').nth(1), what).toHaveText(megabytes(TINY));
      await expect(row.getByRole('cell').nth(3).locator('code'), what).toHaveAttribute(
        'title',
        `${sha256(TINY)}, as published`,
      );
    }
    expect(hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(0);
  });

  test('by any address, whose hash is recorded on first use', async ({ panel, hub }) => {
    const address = `${hub.storageOrigin}/files/plain.onnx`;
    await panel.add(address);
    const row = panel.row(address);
    await row.download();
    await expect(row.commit).toHaveText('-');
    await expect(row.sha256.locator('code')).toHaveAttribute(
      'title',
      `${sha256(TINY)}, recorded on first use`,
    );
  });

  test('by a repository, whose usable files are offered with their sizes', async ({ panel, page }) => {
    await panel.add('owner/storms');
    await expect(page.getByText('owner/storms holds more than one file. Which one?')).toBeVisible();
    await expect(
      page.getByRole('button', { name: `a/tiny.onnx, ${megabytes(TINY)}`, exact: true }),
    ).toBeVisible();
    await expect(page.getByText('README.md')).toHaveCount(0);
    await page.getByRole('button', { name: `large.onnx, ${megabytes(LARGE)}`, exact: true }).click();
    await panel.row('owner/storms/large.onnx').state('remote');
  });

  test('wrongly: each has its sentence', async ({ panel }) => {
    for (const [text, sentence] of [
      ['nonsense', /^This is neither a Hugging Face model nor an address\./],
      ['http://example.org/a.onnx', /^example\.org would be asked without encryption\./],
      ['https://me:secret@example.org/a.onnx', /^The address holds a user name or password/],
      ['https://example.org/a.onnx?X-Amz-Signature=1', /^This is a signed address of example\.org/],
      ['https://huggingface.co/datasets/owner/data', /^This address is not one of a model\./],
      ['owner/storms/none.onnx', /^owner\/storms has no file none\.onnx\./],
      ['owner/storms@dev:large.onnx', /^owner\/storms has no branch, tag or commit dev\./],
      ['owner/nobody/a.onnx', /^owner\/nobody is private or does not exist; the hub does not say which\./],
    ] as const) {
      await panel.add(text);
      await expect(panel.refusal, text).toHaveText(sentence);
    }
  });
});

test.describe('a file of the person’s own', () => {
  test.use({ engine: true });

  test('is a model, chosen or dropped', async ({ panel, page, app, site }) => {
    await panel.visit(site.address);
    await panel.file.setInputFiles(file('mine.onnx', TINY));
    const row = panel.row('mine.onnx');
    await row.state('kept');
    await app.modelReady();
    expect((await row.export()).bytes.equals(TINY)).toBe(true);
    await row.delete();
    const dropped = await page.evaluateHandle(
      ([text]) => {
        const bytes = Uint8Array.from(atob(text), (character) => character.charCodeAt(0));
        const transfer = new DataTransfer();
        transfer.items.add(new File([bytes], 'dropped.onnx'));
        return transfer;
      },
      [TINY.toString('base64')] as const,
    );
    await page.dispatchEvent('body', 'drop', { dataTransfer: dropped });
    await panel.row('dropped.onnx').state('kept');
  });
});

test('gated and private models: each refusal has its sentence and page; the token appears nowhere', async ({
  panel,
  site,
  hub,
  page,
  context,
}) => {
  const addresses = watchAddresses(context);
  await panel.visit(site.address);
  const gated = panel.row('owner/gated/tiny.onnx');
  await panel.add('owner/gated/tiny.onnx');
  await gated.button('Download').click();
  await expect(gated.alert).toContainText('owner/gated asks everybody for their consent first.');
  const link = gated.alert.getByRole('link', { name: 'Open its page' });
  await expect(link).toHaveAttribute('href', `${hub.origin}/owner/gated`);

  await panel.openHubSettings();
  await panel.token.fill('hf_wrong');
  await gated.button('Download').click();
  await expect(gated.alert).toBeVisible();
  await panel.token.fill(TOKEN);
  await gated.download();
  await panel.add('owner/denied/tiny.onnx');
  const denied = panel.row('owner/denied/tiny.onnx');
  await denied.button('Download').click();
  await expect(denied.alert).toContainText('Your account has not been granted access to owner/denied yet.');
  await expect(denied.alert.getByRole('link')).toHaveAttribute('href', `${hub.origin}/owner/denied`);
  await panel.add('owner/private/tiny.onnx');
  await panel.row('owner/private/tiny.onnx').download();

  const withToken = hub.requests.filter(({ headers }) => headers.authorization === `Bearer ${TOKEN}`);
  expect(withToken.length).toBeGreaterThan(0);
  expect(withToken.filter(({ to }) => to === 'storage')).toEqual([]);
  expect(
    JSON.stringify([...addresses, ...hub.requests.map(({ path }) => path), ...site.requests]),
  ).not.toContain(TOKEN);
  await page.getByText('About this device', { exact: true }).click();
  await page.getByRole('button', { name: 'Copy as JSON' }).click();
  expect(await page.evaluate(() => navigator.clipboard.readText())).not.toContain(TOKEN);
  expect(await everythingStored(page)).not.toContain(TOKEN);
  expect(await page.locator('body').innerText()).not.toContain(TOKEN);
  // It is gone with the page.
  await panel.visit(site.address);
  await panel.openHubSettings();
  await expect(panel.token).toHaveValue('');
});

const withMirror = test.extend<{ readonly mirror: StandInHub }>({
  mirror: async ({ hubOptions }, use) => {
    const mirror = await startHub({
      ...hubOptions,
      repos: [{ name: 'owner/mirrored', files: [{ path: 'tiny.onnx', bytes: TINY }] }],
    });
    await use(mirror);
    await mirror.close();
  },
  neighbours: async ({ hub, mirror }, use) => {
    await use([hub, mirror].flatMap(({ origin, storageOrigin }) => [origin, storageOrigin]));
  },
});

withMirror(
  'another hub takes the place of the first, and does not get its token',
  async ({ panel, site, mirror }) => {
    await panel.visit(site.address);
    await panel.openHubSettings();
    await panel.token.fill(TOKEN);
    await panel.hub.fill(mirror.origin);
    await panel.useHub.click();
    await expect(panel.token).toHaveValue('');
    await panel.add('owner/mirrored/tiny.onnx');
    await panel.row('owner/mirrored/tiny.onnx').download();
    expect(mirror.requests.length).toBeGreaterThan(0);
    expect(mirror.requests.filter(({ headers }) => headers.authorization !== undefined)).toEqual([]);
  },
);

for (const [name, small] of [
  ['owner/small/small.onnx', true],
  ['owner/storms/large.onnx', false],
] as const) {
  test(`a shared link to ${name} ${small ? 'fetches it' : 'asks before it fetches'}`, async ({
    site,
    page,
    panel,
    hub,
  }) => {
    await page.goto(`${site.address}?model=${name}`);
    const row = panel.row(name);
    if (!small) {
      await expect(
        page.getByText(`${name} is not on this device yet; it takes ${megabytes(LARGE)}.`),
      ).toBeVisible();
      expect(hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(0);
      await page.getByRole('button', { name: 'Download', exact: true }).click();
    }
    await panel.open();
    await row.state('kept');
    expect((await readStored(page)).map((stored) => stored.sha256)).toContain(sha256(small ? SMALL : LARGE));
  });
}

function watchAddresses(context: BrowserContext): readonly string[] {
  const addresses: string[] = [];
  context.on('request', (request) => addresses.push(request.url()));
  return addresses;
}

/** All that the site has stored: local and session storage, every row of IndexedDB, every address in a cache. */
function everythingStored(page: Page): Promise<string> {
  return page.evaluate(async () => {
    const rows: unknown[] = [];
    for (const { name } of await indexedDB.databases()) {
      const database = await new Promise<IDBDatabase>((resolve, reject) => {
        const request = indexedDB.open(name ?? '');
        request.onsuccess = () => resolve(request.result);
        request.onerror = () => reject(new Error('cannot be opened'));
      });
      for (const store of database.objectStoreNames) {
        rows.push(
          await new Promise((resolve, reject) => {
            const request = database.transaction(store).objectStore(store).getAll();
            request.onsuccess = () => resolve(request.result);
            request.onerror = () => reject(new Error('cannot be read'));
          }),
        );
      }
      database.close();
    }
    const cached: string[] = [];
    for (const name of await caches.keys()) {
      cached.push(...(await (await caches.open(name)).keys()).map(({ url }) => url));
    }
    return JSON.stringify([
      rows,
      cached,
      Object.entries(localStorage),
      Object.entries(sessionStorage),
      location.href,
    ]);
  });
}
