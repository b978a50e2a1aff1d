import { copyFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from './support/test';
import { VIEWS } from './support/views';

const FOLDER = path.resolve(import.meta.dirname, '../test-results/screenshots');

/** The one the README shows; `npm run screenshots` renews it. */
const SHOWN = 'result-light-wide';
const SHOWN_FILE = path.resolve(import.meta.dirname, '../docs/screenshot.png');

const WIDTHS = { wide: { width: 1280, height: 860 }, narrow: { width: 390, height: 844 } };

for (const view of VIEWS) {
  test(`pictures of the page: ${view.name}`, async ({ app, site, page }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await view.reach(app, site);
    // Nothing is pointed at.
    await page.mouse.move(0, 0);
    for (const [size, viewport] of Object.entries(WIDTHS)) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        const name = `${view.name}-${colorScheme}-${size}`;
        const file = path.join(FOLDER, `${name}.png`);
        // The first screen of the wide page, as it is met; the narrow one whole.
        const bytes = await page.screenshot({ path: file, fullPage: size === 'narrow' });
        expect(bytes.length).toBeGreaterThan(10_000);
        if (name === SHOWN && process.env['UPDATE_SCREENSHOTS']) copyFileSync(file, SHOWN_FILE);
      }
    }
  });
}
