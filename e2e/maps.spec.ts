import { getIssues } from '@placemarkio/check-geojson';
import { marsMap } from '../.config/fixtures';
import type { AppPage } from './support/app-page';
import { rollMap } from './support/roll-map';
import { nextFileChooser, tabTo } from './support/tab-to';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';
import { unzip } from './support/unzip';

test.use({ hosting: { headers: ISOLATION } });

const WIDTH = 3600;
const FIRST = 'G05_day17';
const SECOND = 'G05_day20';

interface StormFile {
  readonly detections: readonly {
    readonly confidence: number;
    readonly box: readonly [number, number, number, number];
    readonly map: {
      readonly west: number;
      readonly east: number;
      readonly centre: readonly [number, number];
      readonly area_km2: number;
      readonly below_mdad_minimum: boolean;
    };
  }[];
}

test('two maps of Mars become tables of storms and files of them', async ({ app, site, page }) => {
  test.setTimeout(240_000);
  await app.open(site.address);
  await app.add(marsMap(FIRST), marsMap(SECOND));
  await expect(app.wholeMap).toBeChecked();
  await expect(app.view.locator('svg text')).toContainText(['180°', '150° W', '0°', '60° S', '60° N']);

  // Cancelled between two tiles, a picture waits as before.
  await app.detect.click();
  // Looked for at every frame: a tile is done in a tenth of a second.
  await page.waitForFunction(() =>
    /^Running G05_day17\.jpg, tile \d of 11 done, 2 pictures left\.$/.test(
      document.querySelector('[role="status"]')?.textContent ?? '',
    ),
  );
  await app.cancel.click();
  await expect(app.status).toHaveText('0 detections in 0 pictures. Cancelled; what is done was kept.');
  await expect(app.queue.first()).toContainText('waiting');

  await app.detect.click();
  await app.finished({ done: 2 });
  const file = await stormFile(app);
  expect(file.detections.length).toBeGreaterThan(2);
  const cells = await app.readCells();
  expect(cells).toHaveLength(file.detections.length);
  for (const [i, { map, confidence }] of file.detections.entries()) {
    const [longitude, latitude] = map.centre;
    expect(cells[i]).toMatchObject({
      Confidence: `${confidence.toFixed(1)} %`,
      Longitude: `${Math.abs(longitude).toFixed(1)}° ${longitude < 0 ? 'W' : 'E'}`,
      Latitude: `${Math.abs(latitude).toFixed(1)}° ${latitude < 0 ? 'S' : 'N'}`,
      'Area (km²)': `${map.below_mdad_minimum ? 'small ' : ''}${map.area_km2.toLocaleString('en')}`.trim(),
    });
  }

  // Longitudes as somebody else writes them, in the table too.
  await page.getByRole('combobox', { name: 'Longitudes' }).selectOption('0 to 360');
  const turned = ((file.detections[0]?.map.centre[0] ?? 0) + 360) % 360;
  await expect(app.rows.first()).toContainText(`${turned.toFixed(1)}° E`);

  const geojson = await app.download('Download GeoJSON');
  expect(geojson.name).toBe(`${FIRST}-storms.geojson`);
  const text = geojson.bytes.toString('utf8');
  expect(getIssues(text)).toEqual([]);
  const { features } = JSON.parse(text) as { features: { properties: { area_km2: number } }[] };
  expect(features.map(({ properties }) => properties.area_km2)).toEqual(
    file.detections.map(({ map }) => map.area_km2),
  );
  const csv = await app.download('Download storm CSV');
  expect(csv.name).toBe(`${FIRST}-storms.csv`);
  const [heads, ...rows] = csv.bytes.toString('utf8').trimEnd().split('\r\n');
  expect(heads).toMatch(/^mission_subphase,sol,sequence_sol,member_id,centroid_longitude,/);
  expect(rows).toHaveLength(features.length);
  const entries = unzip((await app.download('Download all (2 pictures)')).bytes);
  expect([...entries.keys()]).toEqual(expect.arrayContaining(['storms.csv', 'storms.geojson']));
  expect(getIssues(entries.get('storms.geojson')?.toString('utf8') ?? '')).toEqual([]);
});

test('small storms are marked, and hidden in table, boxes, counts and files alike', async ({
  app,
  site,
  page,
}) => {
  await app.open(site.address);
  await app.add(marsMap(SECOND));
  await app.run({ done: 1 });
  await app.confidence.fill('0.1');
  const { detections } = await stormFile(app);
  const small = detections.filter(({ map }) => map.below_mdad_minimum).length;
  expect(small).toBeGreaterThan(0);
  expect(small).toBeLessThan(detections.length);
  expect(detections.every(({ map }) => map.area_km2 < 100_000 === map.below_mdad_minimum)).toBe(true);
  await expect(app.rows.getByText('small', { exact: true })).toHaveCount(small);

  await page.getByRole('checkbox', { name: 'Hide storms under 100,000 km²', exact: true }).check();
  const left = detections.length - small;
  await expect(app.rows).toHaveCount(left);
  await expect(app.boxes).toHaveCount(left);
  await expect(app.status).toHaveText(`${left} detections in 1 picture.`);
  expect((await stormFile(app)).detections).toEqual(detections.filter(({ map }) => !map.below_mdad_minimum));
  await app.confidence.fill('0.99');
  await expect(page.getByText('No storm of 100,000 km² or more above this confidence.')).toBeVisible();
  await app.confidence.fill('0.1');
  await app.wholeMap.uncheck();
  await expect(app.rows).toHaveCount(detections.length);
});

test('a storm over the seam is one, as large as it is elsewhere', async ({ app, site, page }) => {
  test.setTimeout(240_000);
  await app.open(site.address);
  await app.add(marsMap(SECOND));
  await app.run({ done: 1 });
  // A wider one may be seen by other tiles in other parts where it lies elsewhere.
  const inside = (await stormFile(app)).detections.find(
    ({ box: [x1, , x2] }) => x1 > 100 && x2 < WIDTH - 100 && x2 - x1 < 400,
  );
  if (!inside) throw new Error('no storm apart from the seam');
  const [x1, y1, x2, y2] = inside.box;
  const shift = WIDTH - Math.round((x1 + x2) / 2);

  await app.add(await rollMap(marsMap(SECOND), shift));
  await app.run({ done: 2 });
  const rolled = (await stormFile(app)).detections;
  const near = rolled.filter(({ box }) => box[1] < y2 && box[3] > y1 && (box[2] > WIDTH - 20 || box[0] < 20));
  expect(near).toHaveLength(1);
  const over = near[0];
  console.log(
    `  ${inside.box.join()} + ${shift} -> ${over?.box.join()}, ${over?.map.area_km2} of ${inside.map.area_km2}`,
  );
  expect(over?.box[0]).toBeLessThan(WIDTH);
  expect(over?.box[2]).toBeGreaterThan(WIDTH);
  expect(over?.map.area_km2).toBeGreaterThan(0.8 * inside.map.area_km2);
  expect(over?.map.area_km2).toBeLessThan(1.25 * inside.map.area_km2);
  // Its middle lies at the antimeridian, on either side of it.
  expect(180 - Math.abs(over?.map.centre[0] ?? 0)).toBeLessThan(3);
  expect(over?.map.west).toBeGreaterThan(over?.map.east ?? 0);
  const { bytes } = await app.download('Download GeoJSON');
  expect(getIssues(bytes.toString('utf8'))).toEqual([]);
  expect(bytes.toString('utf8')).toContain('"MultiPolygon"');
  // It is drawn at both ends of the map.
  const copies = page.getByRole('group', { name: 'Boxes' }).locator('[aria-hidden]');
  await expect(copies).not.toHaveCount(0);
});

test('from the file to GeoJSON by keys alone', async ({ app, site, page }) => {
  const chooser = nextFileChooser(page);
  await app.open(site.address);
  await tabTo(page, app.pictures);
  await page.keyboard.press('Space');
  await (await chooser).setFiles(marsMap(FIRST));
  await expect(app.wholeMap).toBeChecked();
  await tabTo(page, app.detect);
  await page.keyboard.press('Enter');
  await app.finished({ done: 1 });
  const hide = page.getByRole('checkbox', { name: 'Hide storms under 100,000 km²', exact: true });
  await tabTo(page, hide);
  await page.keyboard.press('Space');
  await expect(hide).toBeChecked();
  await tabTo(page, app.rows.getByRole('button').first());
  await expect(app.boxes.first()).toHaveAttribute('data-active');
  await tabTo(page, app.button('Download GeoJSON'));
  const download = page.waitForEvent('download');
  await page.keyboard.press('Enter');
  expect((await download).suggestedFilename()).toBe(`${FIRST}-storms.geojson`);
});

async function stormFile(app: AppPage): Promise<StormFile> {
  return JSON.parse((await app.download('Download JSON')).bytes.toString('utf8')) as StormFile;
}
