import { readdir, stat } from 'node:fs/promises';
import path from 'node:path';
import type { BrowserContext } from '@playwright/test';
import { AppPage } from './support/app-page';
import { BROWSER } from './support/browser-options';
import { expect, test } from './support/test';

/** More than what Chromium keeps of any script of the page; of the runtime it is 1.4 MB. */
const COMPILED_BYTES = 800_000;

// On a host that isolates by itself the page is not loaded twice: less time lies between the runtime's requests.
test.use({
  hosting: {
    headers: { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' },
  },
});

test('what the first visit compiled of the runtime, the second one uses', async ({
  playwright,
  site,
}, info) => {
  const profile = info.outputPath('profile');
  // A process of its own each time: within one the first visit's code would serve the second. It compiles as it does by
  // itself, which it does not for other tests.
  const start = () => playwright.chromium.launchPersistentContext(profile, BROWSER);
  const visit = async (context: BrowserContext) => {
    const app = new AppPage(await context.newPage());
    await app.page.goto(site.address);
    await app.addSample('two storms');
    await app.run({ done: 1 });
    return app.page;
  };
  const first = await start();
  const page = await visit(first);
  await expect.poll(() => largestSideData(profile)).toBeGreaterThan(COMPILED_BYTES);
  // So that later visits do without rehearsals.
  await expect.poll(() => page.evaluate(() => localStorage.getItem('engine-rehearsed'))).toContain('wasm');
  await first.close();

  const second = await start();
  const endTrace = await traceWebAssembly(second);
  const again = await visit(second);
  // A thread that sleeps in WebAssembly holds up the end of a trace; it ends with the page.
  await again.close();
  const events = await endTrace();
  await second.close();
  expect(events).toContain('wasm.StartStreamingCompilation');
  expect(events).toContain('wasm.Deserialize');
});

/** Starts a trace; what is returned ends it, with the names of what V8 did with WebAssembly. Nothing else tells. */
async function traceWebAssembly(context: BrowserContext): Promise<() => Promise<ReadonlySet<string>>> {
  const session = await context.browser()?.newBrowserCDPSession();
  if (!session) throw new Error('the context has no browser');
  const names = new Set<string>();
  session.on('Tracing.dataCollected', ({ value }) => {
    for (const { name } of value) if (typeof name === 'string') names.add(name);
  });
  const ended = new Promise<void>((resolve) => session.once('Tracing.tracingComplete', () => resolve()));
  await session.send('Tracing.start', {
    transferMode: 'ReportEvents',
    traceConfig: { includedCategories: ['v8.wasm', 'disabled-by-default-v8.wasm.detailed'] },
  });
  return async () => {
    await session.send('Tracing.end');
    await ended;
    return names;
  };
}

/** Bytes of the largest file that Chromium keeps beside an entry of a cache: what was compiled of it. */
async function largestSideData(profile: string): Promise<number> {
  const caches = path.join(profile, 'Default', 'Service Worker', 'CacheStorage');
  const files = (await readdir(caches, { recursive: true })).filter((file) => file.endsWith('_1'));
  const sizes = await Promise.all(files.map(async (file) => (await stat(path.join(caches, file))).size));
  return Math.max(0, ...sizes);
}
