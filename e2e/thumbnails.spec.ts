import type { Locator } from '@playwright/test';
import sharp, { type Sharp } from 'sharp';
import { bmp, file, picture, plain } from './support/pictures';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

test.use({ hosting: { headers: ISOLATION } });

/** As wide and as high as thumbnails are shown. */
const SIZE = [114, 72];

test('every format, turned or not, shows the middle of the picture', async ({ app, site }) => {
  await app.openWithoutEngine(site);
  const small = await stripes(1);
  const clear = { width: 200, height: 200, channels: 4, background: { r: 0, g: 0, b: 0, alpha: 0 } } as const;
  await app.add(
    await picture('stripes.jpg', small.clone().jpeg({ quality: 95 })),
    await picture('stripes.png', small.clone().png()),
    await picture('stripes.webp', small.clone().webp()),
    await picture('stripes.avif', small.clone().avif()),
    await picture('stripes.gif', small.clone().gif()),
    await bmp('stripes.bmp', small.clone()),
    await picture('large.jpg', (await stripes(20)).jpeg()),
    // Stored on its side; left like that, its middle would be green alone.
    await picture('turned.jpg', small.clone().rotate(270).withMetadata({ orientation: 6 }).jpeg()),
    await picture('clear.png', sharp({ create: clear }).png()),
  );
  for (const item of await app.queue.all()) {
    await item.scrollIntoViewIfNeeded();
    const name = (await item.getAttribute('title')) ?? '';
    const colours = name === 'clear.png' ? ['grey', 'grey', 'grey'] : ['red', 'green', 'blue'];
    await expect.poll(() => look(item.locator('canvas')), name).toEqual({ size: SIZE, colours });
  }
});

test('a file that is no picture leaves its place empty, and the others have theirs', async ({
  app,
  site,
}) => {
  await app.openWithoutEngine(site);
  const half = (await picture('half.png', (await stripes(1)).png())).buffer;
  await app.add(
    file('notes.jpg', 'Dust over Hellas, sol 12.\n'),
    file('cut.png', half.subarray(0, half.length / 2)),
    await picture('whole.png', (await stripes(1)).png()),
  );
  await expect(app.queue.nth(2).locator('canvas')).toBeVisible();
  await expect(app.queue.nth(0).locator('canvas')).toHaveCount(0);
  await expect(app.queue.nth(1).locator('canvas')).toHaveCount(0);
});

test('thumbnails are made once they come into view', async ({ app, site, page }) => {
  await app.openWithoutEngine(site);
  const one = await picture('', plain(40, 30));
  await app.add(...Array.from({ length: 60 }, (_, i) => ({ ...one, name: `${i + 1}.png` })));
  const drawn = page.getByRole('list', { name: 'Queue' }).locator('canvas');
  await app.queue.nth(0).scrollIntoViewIfNeeded();
  await expect(app.queue.nth(2).locator('canvas')).toBeVisible();
  await expect(app.queue.nth(59).locator('canvas')).toHaveCount(0);
  await app.queue.nth(59).scrollIntoViewIfNeeded();
  await expect(app.queue.nth(59).locator('canvas')).toBeVisible();
  expect(await drawn.count()).toBeLessThan(20);
  // Those out of view take nothing.
  await expect(app.queue.nth(2).locator('canvas')).toHaveCount(0);
});

test('a picture out of view is an empty button of its name, as large as any other', async ({
  app,
  site,
  page,
}) => {
  await app.openWithoutEngine(site);
  const one = await picture('', plain(40, 30));
  await app.add(...Array.from({ length: 60 }, (_, i) => ({ ...one, name: `${i + 1}.png` })));
  await app.queue.nth(0).scrollIntoViewIfNeeded();
  await expect(app.queue.nth(0)).toHaveText('1.pngwaiting');
  await expect(app.queue.nth(59)).toHaveAccessibleName('60.png, waiting');
  await expect(app.queue.nth(59)).toBeEmpty();
  const heights = await app.queue.evaluateAll((items) => items.map((item) => item.clientHeight));
  expect(new Set(heights).size).toBe(1);
  // The next ones are there before they come into view.
  const strip = page.getByRole('list', { name: 'Queue' });
  const inView = await strip.evaluate(({ children: [first, second], clientWidth }) => {
    if (!first || !second) throw new Error('there is no queue');
    return Math.ceil(
      clientWidth / (second.getBoundingClientRect().left - first.getBoundingClientRect().left),
    );
  });
  await expect(app.queue.nth(inView)).toHaveText(`${inView + 1}.pngwaiting`);
  // By keyboard alone, too.
  await app.queue.nth(0).focus();
  await page.keyboard.press('End');
  await expect(app.queue.nth(59)).toHaveText('60.pngwaiting');
});

/** Three stripes of the shape of a thumbnail, with white on either side that is to be cut off. */
async function stripes(scale: number): Promise<Sharp> {
  const [width, height] = [300 * scale, 72 * scale];
  const stripe = (from: number, background: string) => ({
    input: { create: { width: 38 * scale, height, channels: 3, background } } as const,
    left: from * scale,
    top: 0,
  });
  const drawn = sharp({ create: { width, height, channels: 3, background: '#fff' } }).composite([
    stripe(93, '#f00'),
    stripe(131, '#0f0'),
    stripe(169, '#00f'),
  ]);
  // Drawn at once: what is done to it later would be done before it is drawn.
  return sharp(await drawn.png().toBuffer());
}

/** What a thumbnail shows: its size in pixels, and colours from left to right. */
function look(canvas: Locator) {
  return canvas.evaluate((element) => {
    const shown = element as HTMLCanvasElement;
    const { width, height } = shown;
    const context = new OffscreenCanvas(width, height).getContext('2d');
    if (!context) throw new Error('there is no canvas');
    context.drawImage(shown, 0, 0);
    const colours = [4, width / 2, width - 5].map((x) => {
      const levels = [...context.getImageData(x, height / 2, 1, 1).data.subarray(0, 3)];
      if (levels.every((level) => Math.abs(level - 114) < 4)) return 'grey';
      const [red = 0, green = 0, blue = 0] = levels;
      if (Math.min(red, green, blue) > 100) return 'white';
      return red > 200 ? 'red' : green > 200 ? 'green' : blue > 200 ? 'blue' : levels.join();
    });
    return { size: [width, height], colours };
  });
}
