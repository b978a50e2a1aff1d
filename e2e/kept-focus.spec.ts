import { expect, test } from './support/hub-test';
import { bundledModelBytes, filled } from './support/onnx-files';

const MODEL = 'owner/storms/large.onnx';

test.use({
  hubOptions: {
    repos: [
      {
        name: 'owner/storms',
        files: [{ path: 'large.onnx', bytes: filled(bundledModelBytes(), 4_000_000, 'large') }],
      },
    ],
  },
});

test.beforeEach(async ({ app, hub, panel, site }) => {
  // Its end never comes, so that what stands in its place while it runs stays.
  hub.faults.add(MODEL, { kind: 'stall', after: 100_000 });
  await app.open(site.address);
  await panel.open();
  await panel.add(MODEL);
  await panel.row(MODEL).state('remote');
});

test('who downloads the chosen model keeps the focus beside it', async ({ app, page }) => {
  await app.model.selectOption({ value: MODEL });
  const offer = page.getByRole('paragraph').filter({ hasText: 'is not on this device yet' }).locator('..');
  await offer.getByRole('button', { name: 'Download' }).press('Enter');
  await expect(page.getByRole('progressbar', { name: MODEL })).toHaveCount(2);
  await expect(app.model).toBeFocused();
});

test('who downloads a model of the list gets to where it is cancelled, and back', async ({ panel }) => {
  const row = panel.row(MODEL);
  await row.button('Download').press('Enter');
  await expect(row.button('Cancel download')).toBeFocused();
  await row.button('Cancel download').press('Enter');
  await expect(row.button('Download')).toBeFocused();
});

test('the focus stays where somebody put it meanwhile', async ({ panel, page }) => {
  const row = panel.row(MODEL);
  await row.button('Download').focus();
  await page.getByRole('heading', { level: 2, name: 'Models and storage' }).click();
  await row.button('Download').dispatchEvent('click');
  await expect(row.button('Cancel download')).toBeVisible();
  await expect(page.locator(':focus')).toHaveCount(0);
});
