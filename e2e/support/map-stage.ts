import { expect, type Locator } from '@playwright/test';
import type { AppPage } from './app-page';
import { gradient, picture } from './pictures';
import type { StaticServer } from './static-server';

/** Of the map that `showMap` shows, in pixels. */
export const SIZE = { width: 1800, height: 900 };

/** Shows a map of the whole planet, fitted into the stage. */
export async function showMap(app: AppPage, site: StaticServer, name = 'map.png'): Promise<void> {
  await app.openWithoutEngine(site);
  await app.add(await picture(name, gradient(SIZE.width, SIZE.height)));
  await expect(app.wholeMap).toBeChecked();
  // Until the stage has been measured the picture lies in it at its own size, not to be seen yet.
  await expect(app.image).toHaveCSS('opacity', '1');
  const fitted = await widthOf(app.view);
  await expect.poll(() => widthOf(app.image)).toBeCloseTo(fitted, -1);
}

/** Width on the screen, in CSS pixels. */
export async function widthOf(locator: Locator): Promise<number> {
  return (await locator.boundingBox())?.width ?? 0;
}

export async function pointAt(app: AppPage, at: { x: number; y: number }): Promise<void> {
  await app.view.hover({ position: at });
}
