import { pointAt, showMap, SIZE } from './support/map-stage';
import { gradient, picture, plain } from './support/pictures';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';

test.use({ hosting: { headers: ISOLATION } });

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
