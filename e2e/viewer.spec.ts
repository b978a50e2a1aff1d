import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import type { AppPage } from './support/app-page';
import { pointAt, showMap, SIZE, widthOf } from './support/map-stage';
import { picture, plain } from './support/pictures';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

test.use({ hosting: { headers: ISOLATION } });

test('the wheel zooms at the pointer, down to single pixels', async ({ app, site, page }) => {
  await showMap(app, site);
  await app.graticule.uncheck();
  const at = { x: 233, y: 141 };
  const before = await colorAt(app, at);
  const fitted = await widthOf(app.image);
  await pointAt(app, at);

  // Over a fitted picture that nobody has chosen the wheel belongs to the page.
  await page.mouse.wheel(0, -120);
  await expect(page.getByText(/^Ctrl \+ wheel zooms/)).toHaveAttribute('data-shown');
  expect(await widthOf(app.image)).toBe(fitted);

  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await expect.poll(() => widthOf(app.image)).toBeGreaterThan(fitted * 1.1);
  expect(await colorAt(app, at)).toEqual(around(before, 2));

  // Zoomed already, the plain wheel does it.
  for (let i = 0; i < 40; i++) await page.mouse.wheel(0, -240);
  await expect.poll(() => widthOf(app.image)).toBeCloseTo(32 * SIZE.width, -1);
  expect(await colorAt(app, at)).toEqual(around(before, 2));
  await expect(app.image).toHaveCSS('image-rendering', 'pixelated');

  for (let i = 0; i < 40; i++) await page.mouse.wheel(0, 240);
  await expect.poll(() => widthOf(app.image)).toBe(fitted);
});

test('the label of a box at the right edge of the view is not cut off', async ({ app, site, page }) => {
  await app.open(site.address);
  await app.addSample('two storms');
  await app.run({ done: 1 });
  await pointAt(app, { x: 5, y: 5 });
  const label = app.boxes.locator('span').first();
  const fitted = await widthOf(app.image);
  await page.keyboard.down('Control');
  await page.mouse.wheel(0, -120);
  await page.keyboard.up('Control');
  await expect.poll(() => widthOf(app.image)).toBeGreaterThan(fitted * 1.1);
  const edges = async (locator: Locator) => {
    const { x = NaN, width = NaN } = (await locator.boundingBox()) ?? {};
    return { left: x, right: x + width };
  };
  const stage = await edges(app.view);
  const box = async () => (await edges(app.boxes.first())).left;
  // Zoomed at its corner until the picture has moved the box's left side to less than a label from the edge.
  while ((await box()) < stage.right - 90) await page.mouse.wheel(0, -30);
  expect(await box()).toBeLessThan(stage.right);
  expect((await edges(label)).right).toBeLessThanOrEqual(stage.right);

  while ((await box()) <= stage.right) await page.mouse.wheel(0, -30);
  expect((await edges(label)).left, 'out of view with its box').toBeGreaterThan(stage.right - 3);
});

test('keys and buttons zoom, move and fit; the centre is said once the view rests', async ({
  app,
  site,
  page,
}) => {
  await showMap(app, site);
  const fitted = await app.image.boundingBox();
  await app.view.focus();
  await page.keyboard.press('+');
  await expect.poll(() => widthOf(app.image)).toBeCloseTo((fitted?.width ?? 0) * 1.5, -1);
  await page.keyboard.press('ArrowLeft');
  // 80 screen pixels to the west of the prime meridian.
  const west = (80 / (await widthOf(app.image))) * 360;
  const centre = `Centre 0.0°, ${west.toFixed(1)}° W`;
  await expect(page.locator('[aria-live]', { hasText: centre })).toHaveCount(1);
  await expect(page.getByText(centre).first()).toBeVisible();
  await page.keyboard.press('0');
  await expect.poll(() => app.image.boundingBox()).toEqual(fitted);

  await app.button('Zoom in').click();
  await expect.poll(() => widthOf(app.image)).toBeCloseTo((fitted?.width ?? 0) * 1.5, -1);
  await app.button('Zoom out').click();
  await expect.poll(() => app.image.boundingBox()).toEqual(fitted);
  await app.button('Zoom in').click();
  await app.button('Fit').click();
  await expect.poll(() => app.image.boundingBox()).toEqual(fitted);
  // The browser's own zoom is left alone.
  await app.view.focus();
  await page.keyboard.press('Alt+=');
  expect(await app.image.boundingBox()).toEqual(fitted);
});

test('two fingers zoom what lies between them', async ({ app, site, page }) => {
  await showMap(app, site);
  const { x = 0, y = 0 } = (await app.view.boundingBox()) ?? {};
  const fitted = await widthOf(app.image);
  const session = await page.context().newCDPSession(page);
  const touch = (type: 'touchStart' | 'touchMove' | 'touchEnd', apart: number) =>
    session.send('Input.dispatchTouchEvent', {
      type,
      touchPoints:
        type === 'touchEnd'
          ? []
          : [
              { x: x + 300 - apart / 2, y: y + 150, id: 0 },
              { x: x + 300 + apart / 2, y: y + 150, id: 1 },
            ],
    });
  await touch('touchStart', 100);
  for (let apart = 110; apart <= 300; apart += 10) await touch('touchMove', apart);
  await touch('touchEnd', 0);
  await expect.poll(() => widthOf(app.image)).toBeGreaterThan(fitted * 2.7);
  expect(await widthOf(app.image)).toBeLessThan(fitted * 3.2);
});

test('a drag goes round the planet, and no line shows where it meets itself', async ({ app, site, page }) => {
  await app.openWithoutEngine(site);
  await app.add(await picture('even.png', plain(SIZE.width, SIZE.height)));
  await app.graticule.uncheck();
  const width = await widthOf(app.view);
  await drag(page, app.view, { x: 500.5, y: 100 }, { x: 169, y: 100 });
  const { data, info } = await sharp(await app.view.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  const row = data.subarray(0, info.width * 3 * 200).subarray(info.width * 3 * 199);
  const colors = new Set(Array.from({ length: info.width }, (_, i) => row.toString('hex', i * 3, i * 3 + 3)));
  expect([...colors]).toEqual(['b5651d']);

  // Once round, in thirds, is where it was.
  await app.graticule.check();
  const labels = () => app.view.locator('svg text').allTextContents();
  await app.button('Fit').click();
  const before = await labels();
  for (let i = 0; i < 3; i++) await drag(page, app.view, { x: 10 + width / 3, y: 100 }, { x: 10, y: 100 });
  await expect.poll(labels).toEqual(before);
  await drag(page, app.view, { x: 10 + width / 2, y: 100 }, { x: 10, y: 100 });
  await expect.poll(labels).not.toEqual(before);
});

test('a box out of view is brought into it, with lines as thin as ever', async ({ app, site, page }) => {
  await app.open(site.address);
  await app.addSample('two storms');
  await app.run({ done: 1 });
  const label = app.boxes.first().locator('span');
  const size = async () => {
    const { height } = (await label.boundingBox()) ?? {};
    return [await app.boxes.first().evaluate((box) => getComputedStyle(box).borderTopWidth), height];
  };
  const before = await size();
  await app.view.focus();
  for (let i = 0; i < 4; i++) await page.keyboard.press('+');
  // To the pole, and away from the storm.
  for (let i = 0; i < 40; i++) await page.keyboard.press('ArrowUp');
  await expect(app.boxes.first()).not.toBeInViewport();
  await app.rows.getByRole('button').first().focus();
  await expect.poll(() => isInView(app, app.boxes.first())).toBe(true);
  expect(await size()).toEqual(before);
  await page.keyboard.press('ArrowDown');
  await expect.poll(() => isInView(app, app.boxes.nth(1))).toBe(true);
  await app.boxes.first().focus();
  await expect.poll(() => isInView(app, app.boxes.first())).toBe(true);
  // Nothing but the view has moved: the stage itself never scrolls.
  expect(await app.view.evaluate((stage) => [stage.scrollLeft, stage.scrollTop])).toEqual([0, 0]);

  // Half over the edge of the stage a box shows at its other end too, once the picture is said to go round.
  await app.wholeMap.check();
  const fitted = await widthOf(app.view);
  await app.button('Fit').click();
  await expect.poll(() => widthOf(app.image)).toBeCloseTo(fitted, -1);
  const box = await app.boxes.first().boundingBox();
  const view = await app.view.boundingBox();
  const from = (box?.x ?? 0) + (box?.width ?? 0) / 2 - (view?.x ?? 0);
  await drag(page, app.view, { x: from, y: 5 }, { x: 0, y: 5 });
  await expect(page.getByRole('group', { name: 'Boxes' }).locator('[aria-hidden]')).not.toHaveCount(0);
});

/** Red, green and blue on the screen at a point of the stage. */
async function colorAt(app: AppPage, { x, y }: { x: number; y: number }): Promise<readonly number[]> {
  const { data, info } = await sharp(await app.view.screenshot())
    .removeAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return [...data.subarray((y * info.width + x) * 3, (y * info.width + x) * 3 + 3)];
}

function around(color: readonly number[], tolerance: number): readonly unknown[] {
  return color.map((value) => expect.closeTo(value, -Math.log10(2 * tolerance)) as unknown);
}

async function drag(
  page: Page,
  target: Locator,
  from: { x: number; y: number },
  to: { x: number; y: number },
): Promise<void> {
  await target.scrollIntoViewIfNeeded();
  const { x = 0, y = 0 } = (await target.boundingBox()) ?? {};
  await page.mouse.move(x + from.x, y + from.y);
  await page.mouse.down();
  await page.mouse.move(x + to.x, y + to.y, { steps: 5 });
  await page.mouse.up();
}

/** Whether a box lies wholly on the stage, or, where it is larger, with its middle. */
async function isInView(app: AppPage, box: Locator): Promise<boolean> {
  const [outer, inner] = await Promise.all([app.view.boundingBox(), box.boundingBox()]);
  if (!outer || !inner) return false;
  const inside = (from: number, length: number, start: number, room: number) => {
    if (length > room) return from + length / 2 >= start && from + length / 2 <= start + room;
    return from >= start - 1 && from + length <= start + room + 1;
  };
  return (
    inside(inner.x, inner.width, outer.x, outer.width) && inside(inner.y, inner.height, outer.y, outer.height)
  );
}
