import AxeBuilder from '@axe-core/playwright';
import path from 'node:path';
import { ISOLATION } from './support/hosts';
import { catalogue, expect, test } from './support/hub-test';
import { bundledModelBytes, filled } from './support/onnx-files';
import { damageStored, expectStored, sha256 } from './support/stored-models';

const FIRST = filled(bundledModelBytes(), 100_000, 'first');
const SECOND = filled(bundledModelBytes(), 150_000, 'second');
const REPO = 'owner/storms';
const REFERENCE = `${REPO}/storms.onnx`;
const PICTURES = path.resolve(import.meta.dirname, '../test-results/screenshots');

test.use({
  hubOptions: { repos: [{ name: REPO, files: [{ path: 'storms.onnx', bytes: FIRST }] }] },
  permissions: ['clipboard-read', 'clipboard-write'],
});

test.beforeEach(async ({ panel, site }) => {
  await panel.visit(site.address);
  await panel.add(REFERENCE);
  await panel.row(REFERENCE).download();
});

test('a damaged model is found, never run, and repaired by a download', async ({ app, panel, page }) => {
  const row = panel.row(REFERENCE);
  await app.modelReady();
  await row.button('Verify').click();
  await expect(row.cell).toContainText('Verified: every byte is as it should be.');
  await damageStored(page);
  await row.button('Verify').click();
  await row.state('damaged');
  await expect(row.alert).toHaveText('The stored model is damaged, so it is not used. Download it again.');
  await expect(row.button('Export')).toHaveCount(0);

  // Nor is it run by a page that has not seen it verified.
  await page.reload();
  await app.modelReady();
  await app.model.selectOption(REFERENCE);
  await expect(app.engine).toBeHidden();
  await panel.open();
  await row.state('damaged');
  await row.button('Download').click();
  await row.state('kept');
  await app.modelReady();
  expect((await row.export()).bytes.equals(FIRST)).toBe(true);

  // Damage that nobody looked for.
  await damageStored(page);
  await page.reload();
  await app.modelReady();
  await app.model.selectOption(REFERENCE);
  await expect(
    page.getByText('The stored model is damaged, so it is not used. Download it again.').first(),
  ).toBeVisible();
  await expect(app.engine).toBeHidden();
  await panel.open();
  await row.state('damaged');
});

test.describe('with no engine running', () => {
  // The first model of the site is not here, so that none is opened.
  const absent = { id: 'absent', label: 'Absent', address: `${REPO}/absent.onnx` };
  test.use({
    hosting: async ({ hub }, use) => {
      await use({ headers: ISOLATION, overlays: { 'models.json': catalogue(hub, [absent]) } });
    },
  });

  test('export gives the same bytes, delete frees them, and the link opens the model', async ({
    panel,
    page,
    site,
  }) => {
    const row = panel.row(REFERENCE);
    const { name, bytes } = await row.export();
    expect(name).toBe('storms.onnx');
    expect(bytes.equals(FIRST)).toBe(true);
    await row.button('Copy link').click();
    await expect(row.cell).toContainText('Link copied.');
    const link = await page.evaluate(() => navigator.clipboard.readText());
    expect(link).toBe(`${site.address}?model=${encodeURIComponent(REFERENCE)}`);
    await expect(page.getByText(/^Storage used: \d+\.\d [kM]B of /)).toBeVisible();
    await expect(
      page.getByText(/^The browser keeps it until you delete it\.|^The browser may clear it/),
    ).toBeVisible();
    await expect(page.getByRole('meter', { name: /^Storage used/ })).toBeVisible();

    await row.button('Delete').click();
    await expect(row.locator).toHaveCount(0);
    await expectStored(page, [], []);
    await page.goto(link);
    // Over 5 MB: not fetched without asking.
    await page.getByRole('button', { name: 'Download', exact: true }).click();
    await panel.open();
    await row.state('kept');
  });

  test('a newer file replaces the old one only once it is verified', async ({ hub, page, panel }) => {
    const row = panel.row(REFERENCE);
    await row.button('Check for updates').click();
    await expect(row.cell).toContainText('There is no newer version.');
    const commit = hub.push(REPO, 'main', [{ path: 'storms.onnx', bytes: SECOND }]);
    await row.button('Check for updates').click();
    await row.state('update');
    await expectStored(page, [FIRST], [FIRST]);

    hub.faults.add(REFERENCE, { kind: 'wrong-bytes', times: 1 });
    await row.button('Download').click();
    await expect(row.alert).toHaveText(/^What came is not what was published/);
    await row.state('update');
    await expectStored(page, [FIRST], [FIRST]);

    await row.button('Download').click();
    await row.state('kept');
    await expect(row.commit).toHaveText(commit.slice(0, 7));
    await expect(row.sha256.locator('code')).toHaveAttribute('title', `${sha256(SECOND)}, as published`);
    await expectStored(page, [SECOND], [SECOND]);
  });

  test('the open panel: no axe violations, no sideways scrolling, and pictures of it', async ({
    page,
    panel,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await panel.openHubSettings();
    for (const [size, viewport] of Object.entries({
      wide: { width: 1280, height: 860 },
      narrow: { width: 390, height: 844 },
    })) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const { violations } = await new AxeBuilder({ page })
          .include('section[aria-labelledby=models-title]')
          .analyze();
        const found = violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`);
        expect.soft(found, `${size}, ${colorScheme}`).toEqual([]);
        await page.screenshot({
          path: path.join(PICTURES, `models-${colorScheme}-${size}.png`),
          fullPage: size === 'narrow',
        });
      }
      const button = await panel.row(REFERENCE).button('Delete').boundingBox();
      expect.soft((button?.x ?? NaN) + (button?.width ?? NaN), size).toBeLessThan(viewport.width);
      const widest = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(widest, size).toBeLessThanOrEqual(viewport.width);
    }
  });
});
