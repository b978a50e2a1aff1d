import type { Page } from '@playwright/test';
import sharp, { type Sharp } from 'sharp';
import { bmp, picture, storms, TWO_STORMS } from './support/pictures';
import type { PictureFile } from './support/app-page';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

test.use({ hosting: { headers: ISOLATION } });

test('files dropped anywhere on the page, and pasted ones, join the queue', async ({ app, site, page }) => {
  await app.open(site.address);
  const small = await picture('small.jpg', storms().resize(320));
  await dispatch(page, 'dragover', [small]);
  await expect(page.getByText('Drop to add to the queue')).toBeVisible();
  await dispatch(page, 'drop', [small, { ...small, name: 'second.jpg' }]);
  await expect(page.getByText('Drop to add to the queue')).toBeHidden();
  await expect(app.queue).toHaveCount(2);
  await dispatch(page, 'paste', [{ ...small, name: 'pasted.jpg' }]);
  await expect(app.queue).toHaveCount(3);
  // Text that is pasted or dropped is no picture, and no reason to complain.
  await dispatch(page, 'paste', []);
  await expect(app.queue).toHaveCount(3);
  await app.run({ done: 3 });
});

test('JPEG, PNG, WebP, AVIF, the first frame of a GIF, and BMP give the same storms', async ({
  app,
  site,
}) => {
  const pixels = await storms().png().toBuffer();
  const small = () => sharp(pixels);
  const empty = { create: { width: 1280, height: 640, channels: 3, background: '#b5651d' } } as const;
  const emptyFrame = await sharp(empty).png().toBuffer();
  const animation = sharp([pixels, emptyFrame], { join: { animated: true } }).gif({
    delay: [100, 100],
    loop: 0,
  });
  await app.open(site.address);
  const files = [
    await picture('storms.png', small().png()),
    await picture('storms.jpg', small().jpeg({ quality: 100, chromaSubsampling: '4:4:4' })),
    await picture('storms.webp', small().webp({ lossless: true })),
    await picture('storms.avif', small().avif({ quality: 95, effort: 0 })),
    await picture('storms.gif', animation),
    await bmp('storms.bmp', small()),
  ];
  await app.add(...files);
  await app.run({ done: files.length });
  await app.select('storms.png');
  const expected = (await app.downloadJson()).detections;
  expect(expected).toHaveLength(2);
  const drift: string[] = [];
  for (const { name } of files) {
    await app.select(name);
    const found = await app.downloadJson();
    expect([found.picture.width, found.picture.height], name).toEqual([1280, 640]);
    expect(found.detections.length, name).toBe(expected.length);
    const exact = /png|webp|bmp/.test(name);
    const worst = worstDistance(found.detections, expected);
    drift.push(`${name} ${worst.toFixed(2)} px`);
    expect(worst, name).toBeLessThanOrEqual(exact ? 0 : 25);
  }
  console.log(`  boxes differ from the PNG's by at most: ${drift.join(', ')}`);
});

test('whatever way a JPEG or PNG is stored, the network sees what a canvas shows of it', async ({
  app,
  site,
  page,
}) => {
  const odd = () => storms().resize(641, 319);
  await app.open(site.address);
  const files = [
    await picture('half-chroma.jpg', odd().jpeg({ chromaSubsampling: '4:2:0' })),
    await picture('full-chroma.jpg', odd().jpeg({ chromaSubsampling: '4:4:4' })),
    await picture('progressive.jpg', odd().jpeg({ progressive: true })),
    await picture('profile.jpg', odd().withIccProfile('p3').jpeg()),
    await picture('upside-down.jpg', odd().rotate(180).withMetadata({ orientation: 3 }).jpeg()),
    await picture('colours.png', odd().png()),
    await picture('deep.png', odd().toColourspace('rgb16').png()),
    await picture('palette.png', odd().png({ palette: true })),
    await picture('profile.png', odd().withIccProfile('p3').png()),
    await picture('opaque-alpha.png', odd().ensureAlpha().png()),
  ];
  for (const file of files) {
    await app.add(file, await bmp(`${file.name}.bmp`, await drawn(page, file)));
  }
  await app.run({ done: 2 * files.length });
  for (const { name } of files) {
    await app.select(`${name}.bmp`);
    const { detections } = await app.downloadJson();
    expect(detections.length, name).toBeGreaterThan(0);
    await app.select(name);
    expect((await app.downloadJson()).detections, name).toEqual(detections);
  }
});

/** A picture's pixels as a canvas of the page has them. */
async function drawn(page: Page, { buffer, mimeType }: PictureFile): Promise<Sharp> {
  const url = await page.evaluate(
    async ({ base64, type }) => {
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      const bitmap = await createImageBitmap(new Blob([bytes], { type }), { colorSpaceConversion: 'none' });
      const canvas = document.createElement('canvas');
      canvas.width = bitmap.width;
      canvas.height = bitmap.height;
      canvas.getContext('2d')?.drawImage(bitmap, 0, 0);
      return canvas.toDataURL('image/png');
    },
    { base64: buffer.toString('base64'), type: mimeType },
  );
  return sharp(Buffer.from(url.slice(url.indexOf(',')), 'base64'));
}

test('EXIF orientation is obeyed: boxes are in the picture as it is seen', async ({ app, site, page }) => {
  // Stored on its side, with the note that it has to be turned to the right to be seen upright.
  const onItsSide = await storms().rotate(270).png().toBuffer();
  const turned = sharp(onItsSide)
    .withMetadata({ orientation: 6 })
    .jpeg({ quality: 100, chromaSubsampling: '4:4:4' });
  await app.open(site.address);
  await app.add(TWO_STORMS, await picture('turned.jpg', turned));
  await app.run({ done: 2 });
  const upright = await app.downloadJson();
  await app.select('turned.jpg');
  await expect(page.getByText('1,280 x 640 px')).toBeVisible();
  const result = await app.downloadJson();
  expect(result.picture).toEqual({ name: 'turned.jpg', width: 1280, height: 640 });
  expect(result.detections).toHaveLength(upright.detections.length);
  const worst = worstDistance(result.detections, upright.detections);
  console.log(`  a turned picture's boxes differ by at most ${worst.toFixed(2)} px`);
  expect(worst).toBeLessThanOrEqual(10);
  const png = await sharp((await app.download('Download PNG')).bytes).metadata();
  expect([png.width, png.height]).toEqual([1280, 640]);
});

interface Boxed {
  readonly box: readonly number[];
}

/** The largest difference of a side, of boxes in the same order. */
function worstDistance(found: readonly Boxed[], expected: readonly Boxed[]): number {
  const sides = found.flatMap(({ box }, i) =>
    box.map((side, k) => Math.abs(side - (expected[i]?.box[k] ?? NaN))),
  );
  return Math.max(...sides);
}

/** A real event with real files, as the browser would give it to the page. */
async function dispatch(page: Page, type: 'dragover' | 'drop' | 'paste', files: readonly PictureFile[]) {
  const contents = files.map(({ name, mimeType, buffer }) => ({
    name,
    mimeType,
    base64: buffer.toString('base64'),
  }));
  await page.getByRole('heading', { level: 1 }).evaluate(
    (target, { type, contents }) => {
      const transfer = new DataTransfer();
      if (contents.length === 0) transfer.setData('text/plain', 'a text');
      for (const { name, mimeType, base64 } of contents) {
        const bytes = Uint8Array.from(atob(base64), (char) => char.charCodeAt(0));
        transfer.items.add(new File([bytes], name, { type: mimeType }));
      }
      const init = { bubbles: true, cancelable: true };
      const event =
        type === 'paste'
          ? new ClipboardEvent(type, { ...init, clipboardData: transfer })
          : new DragEvent(type, { ...init, dataTransfer: transfer });
      target.dispatchEvent(event);
    },
    { type, contents },
  );
}
