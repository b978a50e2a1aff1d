import { copyFileSync } from 'node:fs';
import path from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { ISOLATION } from './support/hosts';
import { expect, test } from './support/test';
import { VIEWS } from './support/views';

test.use({ hosting: { headers: ISOLATION } });

const FOLDER = path.resolve(import.meta.dirname, '../test-results/screenshots');

/** The one the README shows; `npm run screenshots` renews it. */
const SHOWN = 'result-light-wide';
const SHOWN_FILE = path.resolve(import.meta.dirname, '../docs/screenshot.png');

const WIDTHS = { wide: { width: 1280, height: 860 }, narrow: { width: 390, height: 844 } };

for (const view of VIEWS) {
  test(`${view.name}: no axe violations, light and dark, wide and narrow, no sideways scrolling, and pictures`, async ({
    app,
    site,
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await view.reach(app, site);
    // Nothing is pointed at.
    await page.mouse.move(0, 0);
    for (const [size, viewport] of Object.entries(WIDTHS)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const name = `${view.name}-${colorScheme}-${size}`;
        expect.soft(await violations(page, colorScheme), name).toEqual([]);
        await takePicture(page, name, size === 'narrow');
      }
    }
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      const widest = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(widest, `page scrolls sideways at ${width} px`).toBeLessThanOrEqual(width);
    }
  });
}

/**
 * What axe finds, best practices included; each violation as one line with the elements it is about. The two schemes
 * differ in nothing but colours, so that the dark one is asked for contrast only.
 */
async function violations(page: Page, colorScheme: 'light' | 'dark'): Promise<readonly string[]> {
  const builder = new AxeBuilder({ page });
  const all = colorScheme === 'light';
  const { violations, passes } = await (all ? builder : builder.withRules('color-contrast')).analyze();
  expect(passes.length, 'rules that had something to check').toBeGreaterThan(all ? 15 : 0);
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}

/** The first screen of the wide page, as it is met; the narrow one whole. */
async function takePicture(page: Page, name: string, fullPage: boolean): Promise<void> {
  const file = path.join(FOLDER, `${name}.png`);
  const bytes = await page.screenshot({ path: file, fullPage });
  expect(bytes.length).toBeGreaterThan(10_000);
  if (name === SHOWN && process.env['UPDATE_SCREENSHOTS']) copyFileSync(file, SHOWN_FILE);
}
