import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect, test } from './support/test';
import { VIEWS } from './support/views';

const WIDE = { width: 1280, height: 800 };
const NARROW = { width: 390, height: 844 };

for (const view of VIEWS) {
  test(`${view.name}: no axe violations, light and dark, wide and narrow, and no sideways scrolling`, async ({
    app,
    site,
    page,
  }) => {
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await view.reach(app, site);
    for (const viewport of [WIDE, NARROW]) {
      await page.setViewportSize(viewport);
      for (const colorScheme of ['light', 'dark'] as const) {
        await page.emulateMedia({ colorScheme });
        expect.soft(await violations(page), `${viewport.width} px, ${colorScheme}`).toEqual([]);
      }
    }
    for (const width of [390, 320]) {
      await page.setViewportSize({ width, height: 844 });
      const widest = await page.evaluate(() => document.documentElement.scrollWidth);
      expect.soft(widest, `page scrolls sideways at ${width} px`).toBeLessThanOrEqual(width);
    }
  });
}

/** All rules of axe, best practices included; each violation as one line with the elements it is about. */
async function violations(page: Page): Promise<readonly string[]> {
  const { violations, passes } = await new AxeBuilder({ page }).analyze();
  expect(passes.length, 'rules that had something to check').toBeGreaterThan(15);
  return violations.map(
    ({ id, help, nodes }) => `${id}: ${help}: ${nodes.map(({ html }) => html).join(' ')}`,
  );
}
