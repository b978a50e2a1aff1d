import { test as base, type BrowserContext } from '@playwright/test';
import { AppPage } from './app-page';
import { INSECURE_HOST } from './hosts';
import { engineFile, StaticServer, type StaticServerOptions } from './static-server';

export interface Fixtures {
  /** How the site of this test is hosted. */
  readonly hosting: StaticServerOptions;
  /** Whether the engine's file comes. What needs no engine is faster without; no model is opened. */
  readonly engine: boolean;
  /** Origins besides the site's own that may be asked for something. */
  readonly neighbours: readonly string[];
  readonly site: StaticServer;
  readonly app: AppPage;
}

/**
 * A test with a site of its own. It fails when page, worker or service worker asks another origin for anything, when
 * the page throws, or when it offends its own content security policy.
 */
export const test = base.extend<Fixtures>({
  hosting: [{}, { option: true }],
  engine: [true, { option: true }],
  neighbours: [[], { option: true }],
  site: async ({ hosting, engine }, use) => {
    const site = new StaticServer(hosting);
    if (!engine) site.hold(engineFile());
    await site.start();
    await use(site);
    await site.stop();
  },
  app: async ({ page, context, site, neighbours }, use) => {
    const offences = watch(context, [site.origin, ...neighbours]);
    await use(new AppPage(page));
    base.expect(offences, 'requests to other origins, exceptions, violations of the policy').toEqual([]);
  },
});

export { expect } from '@playwright/test';

/** What page, worker and service worker do that they must not; fills while the test runs. */
export function watch(context: BrowserContext, allowed: readonly string[]): readonly string[] {
  const offences: string[] = [];
  context.on('request', (request) => {
    const { protocol, origin, hostname } = new URL(request.url());
    const own = allowed.includes(origin) || hostname === INSECURE_HOST;
    if (!own && !['data:', 'blob:', 'about:'].includes(protocol)) offences.push(`request ${request.url()}`);
  });
  context.on('weberror', (error) => offences.push(`exception ${error.error().message}`));
  context.on('console', (message) => {
    if (message.text().includes('Content Security Policy')) offences.push(message.text());
  });
  return offences;
}
