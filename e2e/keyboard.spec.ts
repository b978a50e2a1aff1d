import { TWO_STORMS } from './support/pictures';
import { nextFileChooser, showsFocus, tabTo } from './support/tab-to';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

test.use({ hosting: { headers: ISOLATION } });

test('everything can be done with the keyboard alone', async ({ app, site, page }) => {
  const chooser = nextFileChooser(page);
  await app.open(site.address);

  // A sample with Enter, more pictures through the file chooser with Space.
  await tabTo(page, app.sample('northern storm'));
  await page.keyboard.press('Enter');
  await expect(page.getByRole('img', { name: 'Picture sample-northern-storm.jpg' })).toBeVisible();
  await tabTo(page, app.pictures);
  await page.keyboard.press('Space');
  await (await chooser).setFiles(TWO_STORMS);
  await expect(app.queue).toHaveCount(2);

  await tabTo(page, app.detect);
  await page.keyboard.press('Enter');
  await app.finished({ done: 2 });
  await expect(app.detect).toBeFocused();

  // From picture to picture in the queue with the arrow keys.
  await tabTo(page, app.queue.first());
  await page.keyboard.press('ArrowRight');
  await expect(app.queue.last()).toBeFocused();
  await page.keyboard.press('Space');
  await expect(page.getByRole('img', { name: 'Picture sample-two-storms.jpg' })).toBeVisible();
  await expect(app.rows).toHaveCount(2);

  await tabTo(page, app.confidence);
  await page.keyboard.press('Home');
  await expect(app.confidence).toHaveValue('0.01');
  await expect.poll(() => app.rows.count()).toBeGreaterThan(2);
  await page.keyboard.press('ArrowRight');
  await expect(app.confidence).toHaveValue('0.02');
  await tabTo(page, app.maxDetections);
  await page.keyboard.press('Control+A');
  await page.keyboard.type('2');
  await expect(app.rows).toHaveCount(2);

  await tabTo(page, app.boxes.first());
  await page.keyboard.press('ArrowDown');
  await expect(app.boxes.nth(1)).toBeFocused();
  await expect(app.rows.nth(1)).toHaveAttribute('data-active');

  await tabTo(page, app.button('Download CSV'));
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toBe('sample-two-storms-detections.csv');
});

test('the focus is always to be seen and trapped nowhere', async ({ app, site, page }) => {
  await app.open(site.address);
  await app.addSample('two storms');
  await app.addSample('northern storm');
  await app.run({ done: 2 });
  const stops = page
    .locator('button:enabled, input:enabled, select:enabled, [tabindex="0"]')
    .filter({ visible: true });
  const count = await stops.count();
  // Out of the page at its top, and then through all of it.
  await stops.first().focus();
  await page.keyboard.press('Shift+Tab');
  await expect(page.locator(':focus')).toHaveCount(0);
  const visited = new Set<number>();
  for (let i = 0; i < count; i++) {
    await page.keyboard.press('Tab');
    const index = await stops.evaluateAll((all) => all.findIndex((stop) => stop === document.activeElement));
    const name =
      index < 0 ? 'nothing' : await stops.nth(index).evaluate((stop) => stop.outerHTML.slice(0, 200));
    expect(index, `after ${visited.size} of ${count} stops`).toBeGreaterThanOrEqual(0);
    expect(visited.has(index), `${name} twice`).toBe(false);
    visited.add(index);
    expect(await showsFocus(stops.nth(index)), name).toBe(true);
  }
  await page.keyboard.press('Tab');
  // Out of the page at its end, or, where the window has nothing else, back to its start.
  const after = await stops.evaluateAll((all) => all.findIndex((stop) => stop === document.activeElement));
  expect(after).toBeLessThanOrEqual(0);
});
