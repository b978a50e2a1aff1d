import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Locator, Page } from '@playwright/test';
import type { AppPage } from './support/app-page';
import { solMap } from './support/sol-map';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

test.use({ hosting: { headers: ISOLATION } });

/** In the order of their sols, which is not that of the alphabet. */
const NAMES = ['G04_day9.png', 'G04_day10.png', 'G04_day11.png'];

test('a folder of maps is a sequence: sols, tracks and dusty area, by keyboard', async ({
  app,
  site,
  page,
}) => {
  await app.open(site.address);
  await chooseFolder(page, await folder());
  await expect(app.queue).toHaveCount(3);
  for (const [i, name] of NAMES.entries()) {
    await expect(app.queue.nth(i)).toHaveAccessibleName(`${name}, waiting`);
  }
  const sol = page.getByRole('slider', { name: 'Sol', exact: true });
  await expect(sol).toHaveAttribute('aria-valuetext', 'G04 day 9, sol 1');
  await expect(page.getByRole('table', { name: 'Tracks' })).toHaveCount(0);
  await app.run({ done: 3 });
  for (let i = 0; i < 3; i++) await expect(app.queue.nth(i)).toHaveAccessibleName(/, [1-9] found$/);

  await sol.focus();
  await page.keyboard.press('ArrowRight');
  await expect(sol).toHaveAttribute('aria-valuetext', 'G04 day 10, sol 2');
  await expect(page.getByRole('img', { name: `Picture ${NAMES[1]}`, exact: true })).toBeVisible();

  // On the stage, whose focus and zoom stay while the sols go by.
  await app.view.focus();
  await page.keyboard.press('+');
  const zoomed = await app.image.boundingBox();
  await page.keyboard.press('PageDown');
  await expect(sol).toHaveAttribute('aria-valuetext', 'G04 day 11, sol 3');
  await expect(app.view).toBeFocused();
  await expect(app.view).toHaveAccessibleName(`View of ${NAMES[2]}`);
  await expect.poll(() => app.image.boundingBox()).toEqual(zoomed);
  await expect(app.queue.nth(2)).toHaveAttribute('aria-pressed', 'true');
  await page.keyboard.press('PageDown');
  await expect(sol).toHaveAttribute('aria-valuetext', 'G04 day 11, sol 3');
  await page.keyboard.press('[');
  await expect(sol).toHaveAttribute('aria-valuetext', 'G04 day 10, sol 2');

  const rows = page.getByRole('table', { name: 'Tracks' }).locator('tbody tr');
  const through = rows.filter({ has: page.locator('td:nth-child(4)', { hasText: /^3$/ }) }).first();
  expect(await cells(through)).toEqual(expect.arrayContaining(['1', '3', '3']));
  await through.getByRole('button').focus();
  await page.keyboard.press('Enter');
  await expect(sol).toHaveAttribute('aria-valuetext', 'G04 day 9, sol 1');
  await expect(through).toHaveAttribute('data-active');
  await expect(app.boxes.and(page.locator('[data-active]'))).toHaveCount(1);

  const tracks = (await app.download('Download tracks CSV')).bytes.toString('utf8').trim().split('\r\n');
  expect(tracks[0]).toMatch(/^member_id,first_sol,last_sol,duration_sols,/);
  expect(tracks).toHaveLength(1 + (await rows.count()));
  const area = (await app.download('Download dusty area CSV')).bytes.toString('utf8').trim().split('\r\n');
  expect(area).toHaveLength(4);
  await app.button('Dusty area in numbers').click();
  const written = await areaRows(page);
  expect(written).toEqual(
    area.slice(1).map((line) => line.split(',').map((cell, i) => (i === 0 ? cell : millions(cell)))),
  );
  expect(Number(written[0]?.[1])).toBeGreaterThan(0);
  await expect(page.locator('.uplot canvas')).toHaveCount(1);

  // A higher threshold leaves fewer.
  await app.confidence.focus();
  await page.keyboard.press('End');
  await expect(rows).toHaveCount(0);
});

test('what was done is there after the page was closed, and Detect goes on with the rest', async ({
  app,
  site,
  page,
}) => {
  await app.open(site.address);
  const where = await folder();
  await chooseFolder(page, where);
  await app.run({ done: 3 });
  await expect(
    page.getByText(/^3 results are remembered on this device; the pictures are not\./),
  ).toBeVisible();
  const before = await shown(app, page);

  await page.reload();
  await app.modelReady();
  await chooseFolder(page, where);
  await expect(app.status).toHaveText('3 pictures in the queue, all done before.');
  expect(await shown(app, page)).toEqual(before);

  // A picture more: only that one is run, so that the time the others took stays what it was.
  writeFileSync(path.join(where, 'G04_day12.png'), await solMap(3));
  await page.getByRole('button', { name: 'Remove all' }).click();
  await chooseFolder(page, where);
  await expect(app.status).toHaveText('4 pictures in the queue, 3 done before.');
  await app.run({ done: 4 });
  await app.select('G04_day9.png');
  expect((await shown(app, page)).timings).toEqual(before.timings);

  // Nothing is left of it once it is forgotten.
  await app.button('Forget results').click();
  await expect(app.button('Forget results')).toHaveCount(0);
  await page.reload();
  await app.modelReady();
  await chooseFolder(page, where);
  await expect(app.queue).toHaveCount(4);
  await expect(app.status).toHaveText('4 pictures in the queue.');
});

test('results of another version, which would never be found again, go', async ({ app, site, page }) => {
  await app.open(site.address);
  await chooseFolder(page, await folder());
  await app.run({ done: 3 });
  await expect(page.getByText(/^3 results are remembered/)).toBeVisible();
  // Their list and their version are kept beside them.
  expect(await page.evaluate(keptRows, 'of the version before')).toBe(3 + 2);

  await page.reload();
  await app.modelReady();
  await expect(app.button('Forget results')).toHaveCount(0);
  await expect.poll(() => page.evaluate(keptRows, undefined)).toBe(1);
});

test('a folder that is dropped joins the queue with all that lies in it', async ({ app, site, page }) => {
  await app.open(site.address);
  const where = await folder();
  const session = await page.context().newCDPSession(page);
  const drag = (type: 'dragEnter' | 'dragOver' | 'drop') =>
    session.send('Input.dispatchDragEvent', {
      type,
      x: 300,
      y: 300,
      data: { items: [], files: [where], dragOperationsMask: 1 },
    });
  await drag('dragEnter');
  await drag('dragOver');
  await drag('drop');
  await expect(app.queue).toHaveCount(3);
  await expect(app.queue.first()).toHaveAccessibleName(/^G04_day9\.png/);
});

function chooseFolder(page: Page, where: string): Promise<void> {
  return page.getByLabel('Choose folder', { exact: true }).setInputFiles(where);
}

/** Path of a folder of three maps, one of them in a folder of its own, and a note. */
async function folder(): Promise<string> {
  const where = test.info().outputPath('maps');
  mkdirSync(path.join(where, 'later'), { recursive: true });
  writeFileSync(path.join(where, 'notes.txt'), 'Dust over Hellas.');
  for (const [i, name] of NAMES.entries()) {
    writeFileSync(path.join(where, i === 2 ? 'later' : '', name), await solMap(i));
  }
  return where;
}

async function shown(app: AppPage, page: Page) {
  const tracks = page.getByRole('table', { name: 'Tracks' });
  await expect(tracks).toBeVisible();
  return {
    rows: await app.readTable(),
    timings: await app.timings.textContent(),
    tracks: (await tracks.textContent()) ?? '',
  };
}

function cells(row: Locator): Promise<readonly string[]> {
  return row.locator('td').allTextContents();
}

function areaRows(page: Page): Promise<readonly (readonly string[])[]> {
  return page
    .getByRole('table', { name: 'Dusty area by sol' })
    .locator('tbody tr')
    .evaluateAll((all) =>
      all.map((row) => Array.from(row.querySelectorAll('th, td'), (cell) => cell.textContent)),
    );
}

/** As the page writes the square kilometres of a file. */
function millions(km2 = ''): string {
  return (Number(km2) / 1e6).toFixed(3);
}

/** How many rows are kept with the results, once they are said to be of this version where one is given. */
async function keptRows(version: string | undefined): Promise<number> {
  const done = <T>(request: IDBRequest<T>) =>
    new Promise<T>((resolve, reject) => {
      request.onsuccess = () => resolve(request.result);
      request.onerror = () => reject(new Error('not to be had', { cause: request.error }));
    });
  const database = await done(indexedDB.open('mars-dust-storm-results'));
  const rows = database.transaction('results', 'readwrite').objectStore('results');
  if (version !== undefined) await done(rows.put(version, 'edition'));
  const count = await done(rows.count());
  database.close();
  return count;
}
