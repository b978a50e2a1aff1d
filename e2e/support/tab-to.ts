import { expect, type FileChooser, type Locator, type Page } from '@playwright/test';

/**
 * The file dialog that the page opens next. To be asked for well before the key that opens it: until the browser knows
 * that somebody listens, it opens a dialog of its own.
 */
export function nextFileChooser(page: Page): Promise<FileChooser> {
  return new Promise((resolve) => page.once('filechooser', resolve));
}

/** Presses Tab until `target` has the focus, which has to be visible then. */
export async function tabTo(page: Page, target: Locator): Promise<void> {
  const focused = () => target.evaluate((element) => element === document.activeElement);
  for (let presses = 0; presses < 60; presses++) {
    await page.keyboard.press('Tab');
    if (!(await focused())) continue;
    expect(await showsFocus(target)).toBe(true);
    return;
  }
  throw new Error(`60 times Tab did not reach ${target.toString()}`);
}

/** Whether an outline marks the element, or the label that stands for a hidden one, and lies in view. */
export function showsFocus(target: Locator): Promise<boolean> {
  return target.evaluate((element) => {
    const hidden = element.clientWidth <= 1;
    const shown = hidden ? element.closest('label') : element;
    if (!shown) return false;
    const { outlineStyle, outlineWidth } = getComputedStyle(shown);
    const { top, bottom, left, right } = shown.getBoundingClientRect();
    const inView = bottom > 0 && right > 0 && top < innerHeight && left < innerWidth;
    return inView && outlineStyle !== 'none' && Number.parseFloat(outlineWidth) >= 2;
  });
}
