/** Path of an installed Chromium, or undefined where the tests should use the one that Playwright brings. */
export function findBrowser(env?: Readonly<Record<string, string | undefined>>): string | undefined;
