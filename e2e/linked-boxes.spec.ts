import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

test.use({ hosting: { headers: ISOLATION } });

test('boxes and rows point at each other, by mouse and by keyboard', async ({ app, site, page }) => {
  await app.open(site.address);
  await app.addSample('two storms');
  await app.run({ done: 1 });
  await app.confidence.fill('0.01');
  await app.maxDetections.fill('4');
  await expect(app.rows).toHaveCount(4);
  const active = async (locator: typeof app.rows) =>
    locator.evaluateAll((elements) => elements.map((element) => element.hasAttribute('data-active')));
  const expectActive = async (index: number | undefined) => {
    const expected = [0, 1, 2, 3].map((i) => i === index);
    await expect.poll(() => active(app.rows)).toEqual(expected);
    await expect.poll(() => active(app.boxes)).toEqual(expected);
  };

  await expectActive(undefined);
  await app.rows.nth(1).hover();
  await expectActive(1);
  await app.status.hover();
  await expectActive(undefined);
  await app.boxes.nth(0).hover({ position: { x: 4, y: 4 } });
  await expectActive(0);
  await app.status.hover();

  await app.boxes.nth(0).focus();
  await expectActive(0);
  await page.keyboard.press('ArrowRight');
  await expect(app.boxes.nth(1)).toBeFocused();
  await expectActive(1);
  await page.keyboard.press('End');
  await expectActive(3);

  const numbers = app.rows.getByRole('button', { name: /^Show box/ });
  await numbers.nth(3).focus();
  await page.keyboard.press('ArrowUp');
  await expect(numbers.nth(2)).toBeFocused();
  await expectActive(2);
  await page.keyboard.press('Home');
  await expectActive(0);
  await app.detect.focus();
  await expectActive(undefined);

  // A row and its box are the same detection.
  const row = (await app.readTable())[0];
  await expect(app.boxes.nth(0)).toHaveAccessibleName(
    `Box 1: ${row?.className ?? ''}, ${row?.confidence.toFixed(1) ?? ''} %`,
  );
  const image = await page.getByRole('img', { name: /^Picture / }).boundingBox();
  const box = await app.boxes.nth(0).boundingBox();
  const [x1 = 0, y1 = 0, x2 = 0, y2 = 0] = row?.box ?? [];
  const scale = (image?.width ?? 0) / 1280;
  expect(box?.x).toBeCloseTo((image?.x ?? 0) + x1 * scale, -0.5);
  expect(box?.y).toBeCloseTo((image?.y ?? 0) + y1 * scale, -0.5);
  expect(box?.width).toBeCloseTo((x2 - x1) * scale, -0.5);
  expect(box?.height).toBeCloseTo((y2 - y1) * scale, -0.5);
});

test('on a wide page the picture stays in sight while its boxes are read', async ({ app, site, page }) => {
  await page.setViewportSize({ width: 1280, height: 700 });
  await app.open(site.address);
  await app.addSample('two storms');
  await app.run({ done: 1 });
  await app.confidence.fill('0.01');
  await app.rows.last().scrollIntoViewIfNeeded();
  await app.button('Download JSON').scrollIntoViewIfNeeded();
  expect(await page.evaluate(() => scrollY)).toBeGreaterThan(100);
  await expect(app.view).toBeInViewport({ ratio: 1 });
});
