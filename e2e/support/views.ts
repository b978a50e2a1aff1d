import { expect } from '@playwright/test';
import type { AppPage } from './app-page';
import { file } from './pictures';
import { solMap } from './sol-map';
import type { StaticServer } from './static-server';

/** A state of the page that a person meets; `reach` ends when it stands still. */
export interface View {
  readonly name: string;
  reach(app: AppPage, site: StaticServer): Promise<void>;
}

export const VIEWS: readonly View[] = [
  {
    name: 'empty',
    reach: (app, site) => app.open(site.address),
  },
  {
    name: 'loading',
    async reach(app, site) {
      site.hold('models/dust-storm.onnx');
      await app.page.goto(site.address);
      await expect(app.page.getByText(/^Loading engine and model · \d/)).toBeVisible({ timeout: 60_000 });
      // Both parts have said how long they are; the model's has come half.
      const bar = app.page.getByRole('progressbar');
      const max = () => bar.evaluate((element: HTMLProgressElement) => element.max);
      await expect.poll(max).toBeGreaterThan(5_000_000);
    },
  },
  {
    name: 'result',
    async reach(app, site) {
      await app.open(site.address);
      await app.addSample('northern storm');
      await app.addSample('two storms');
      await app.run({ done: 2 });
      await expect(app.boxes).toHaveCount(2);
    },
  },
  {
    name: 'map',
    async reach(app, site) {
      await app.open(site.address);
      await app.addSample('two storms');
      await app.wholeMap.check();
      await app.run({ done: 1 });
      // Over the seam, with a fault in the extent.
      await app.view.focus();
      await app.page.keyboard.press('+');
      for (let i = 0; i < 7; i++) await app.page.keyboard.press('ArrowRight');
      await app.page.getByRole('spinbutton', { name: 'North', exact: true }).fill('100');
      await expect(app.page.getByText(/^Latitudes lie/)).toBeVisible();
    },
  },
  {
    name: 'sequence',
    async reach(app, site) {
      await app.open(site.address);
      const maps = await Promise.all(
        [0, 1, 2].map(async (i) => file(`G04_day0${i + 1}.png`, await solMap(i), 'image/png')),
      );
      await app.add(...maps);
      await app.run({ done: 3 });
      await app.button('Dusty area in numbers').click();
      await app.button('Show track 1').click();
      await expect(app.page.locator('.uplot canvas')).toHaveCount(1);
    },
  },
  {
    name: 'problems',
    async reach(app, site) {
      await app.open(site.address);
      await app.addSample('two storms');
      await app.add(file('notes.jpg', 'Dust over Hellas, sol 12.'), file('empty-download.png', ''));
      await app.run({ done: 1, failed: 2 });
      await app.select('sample-two-storms.jpg');
    },
  },
  {
    name: 'model-failed',
    async reach(app, site) {
      site.put('models/dust-storm.onnx', { status: 404, body: '' });
      await app.page.goto(site.address);
      await app.addSample('two storms');
      await expect(app.button('Try again')).toBeVisible({ timeout: 60_000 });
    },
  },
];
