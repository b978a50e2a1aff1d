import type { Page } from '@playwright/test';

/** Gives the page's site room for `room` bytes more than it uses by now; for as many as ever where undefined. */
export async function setQuota(page: Page, room: number | undefined): Promise<void> {
  const used = await page.evaluate(async () => (await navigator.storage.estimate()).usage ?? 0);
  const session = await page.context().newCDPSession(page);
  const { origin } = new URL(page.url());
  await session.send('Storage.overrideQuotaForOrigin', {
    origin,
    ...(room !== undefined && { quotaSize: used + room }),
  });
}
