import type { Locator, Page } from '@playwright/test';
import sharp from 'sharp';
import type { AppPage } from './support/app-page';
import { gradient, picture, plain } from './support/pictures';
import type { StaticServer } from './support/static-server';
import { expect, test } from './support/test';

const SIZE = { width: 1800, height: 900 };

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

test('a graticule is labelled, grows finer, and can be put away; a photograph has none', async ({
  app,
  site,
  page,
}) => {
  await showMap(app, site);
  const labels = app.view.locator('svg text');
  await expect(labels).toContainText(['180°', '150° W', '30° W', '0°', '30° E', '60° S', '0°', '60° N']);
  await pointAt(app, { x: 100, y: 100 });
  const { width = 0, height = 0 } = (await app.view.boundingBox()) ?? {};
  const [longitude, latitude] = [180 - (360 * 100) / width, 90 - (180 * 100) / height];
  await expect(page.getByText(/° N, .*° W$/)).toHaveText(
    `${latitude.toFixed(1)}° N, ${longitude.toFixed(1)}° W`,
  );
  for (let i = 0; i < 4; i++) await app.button('Zoom in').click();
  await expect(labels.filter({ hasText: '10° N' })).toHaveCount(1);
  await app.graticule.uncheck();
  await expect(labels).toHaveCount(0);
  await app.graticule.check();
  await app.wholeMap.uncheck();
  await expect(labels).toHaveCount(0);
  await expect(app.graticule).toHaveCount(0);
  await app.add(await picture('photo.png', plain(640, 480)));
  await expect(app.wholeMap).not.toBeChecked();
});

test('the extent is checked, and remembered for the names of a series', async ({ app, site, page }) => {
  await showMap(app, site, 'G04_day01.png');
  const edge = (name: string) => page.getByRole('spinbutton', { name, exact: true });
  const edges = () => Promise.all(['West', 'East', 'North', 'South'].map((name) => edge(name).inputValue()));
  expect(await edges()).toEqual(['-180', '180', '90', '-90']);
  await edge('North').fill('91');
  await expect(page.getByText('Latitudes lie between -90 and 90 degrees.')).toBeVisible();
  await expect(edge('North')).toHaveAttribute('aria-invalid', 'true');
  await edge('North').fill('-90');
  await expect(page.getByText('The north edge has to lie north of the south edge.')).toBeVisible();
  await edge('North').fill('');
  await expect(page.getByText('Each edge needs a number of degrees.')).toBeVisible();
  await edge('North').fill('90');
  await page.getByRole('combobox', { name: 'Longitudes' }).selectOption('0 to 360');
  await edge('West').fill('0');
  await edge('East').fill('360');
  const labels = app.view.locator('svg text');
  await expect(labels).toContainText(['0° E', '30° E', '330° E']);
  await page.getByRole('combobox', { name: 'Positive' }).selectOption('West');
  expect(await edges()).toEqual(['360', '0', '90', '-90']);
  await expect(labels).toContainText(['0° W', '330° W', '30° W']);

  await page.reload();
  await app.add(await picture('G13_day28.png', gradient(SIZE.width, SIZE.height)));
  await expect(page.getByText('Remembered for names like g#_day#.png.')).toBeVisible();
  expect(await edges()).toEqual(['360', '0', '90', '-90']);
  await app.add(await picture('another.png', plain(400, 200)));
  await expect(page.getByText(/^Twice as wide as high/)).toBeVisible();
  expect(await edges()).toEqual(['-180', '180', '90', '-90']);
});

test('a world file beside a picture says where it lies', async ({ app, site, page }) => {
  await app.openWithoutEngine(site);
  const text = (name: string, content: string) => ({ name, mimeType: '', buffer: Buffer.from(content) });
  // 40 x 30 degrees, from 150 E over the antimeridian to 170 W: the centre of the first pixel is half a pixel in.
  const world = ['0.1', '0', '0', '-0.1', '150.05', '14.95'].join('\r\n');
  await app.add(await picture('hellas.png', plain(400, 300)), text('HELLAS.PGW', world));
  await expect(page.getByText('Read from HELLAS.PGW.')).toBeVisible();
  await expect(app.wholeMap).toBeChecked();
  const edge = (name: string) => page.getByRole('spinbutton', { name, exact: true });
  await expect(edge('West')).toHaveValue('150');
  await expect(edge('East')).toHaveValue('-170');
  await expect(edge('North')).toHaveValue('15');
  await expect(edge('South')).toHaveValue('-15');
  await expect(app.view.locator('svg text')).toContainText(['170° E', '180°', '10° N']);

  await app.add(await picture('argyre.png', plain(400, 300)), text('argyre.pgw', 'no numbers'));
  await expect(page.getByText(/^argyre\.pgw: This is not a world file/)).toBeVisible();
  await expect(app.wholeMap).not.toBeChecked();
  await expect(app.status).toHaveText('2 pictures in the queue.');
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

async function showMap(app: AppPage, site: StaticServer, name = 'map.png'): Promise<void> {
  await app.openWithoutEngine(site);
  await app.add(await picture(name, gradient(SIZE.width, SIZE.height)));
  await expect(app.wholeMap).toBeChecked();
  // Until the stage has been measured the picture lies in it at its own size, not to be seen yet.
  await expect(app.image).toHaveCSS('opacity', '1');
  const fitted = await widthOf(app.view);
  await expect.poll(() => widthOf(app.image)).toBeCloseTo(fitted, -1);
}

async function widthOf(locator: Locator): Promise<number> {
  return (await locator.boundingBox())?.width ?? 0;
}

async function pointAt(app: AppPage, at: { x: number; y: number }): Promise<void> {
  await app.view.hover({ position: at });
}

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
