/// <reference lib="webworker" />
import { PrecacheController, PrecacheRoute, type PrecacheEntry } from 'workbox-precaching';
import { Route, Router } from 'workbox-routing';
import { CacheFirst, NetworkFirst } from 'workbox-strategies';
import { withIsolationHeaders } from './with-isolation-headers';

declare const self: ServiceWorkerGlobalScope & { readonly __WB_MANIFEST: readonly PrecacheEntry[] };

/** This file's caches all begin so; a cache with another name is somebody's models and never touched. */
const PREFIX = 'mars-site';
const ENGINE_CACHE = `${PREFIX}-engine`;
const CATALOGUE_CACHE = `${PREFIX}-catalogue`;
/** After this long without an answer a catalogue from an earlier visit is better than none. */
const CATALOGUE_PATIENCE_S = 3;

/**
 * The page is kept whole at once; a runtime's glue and what drives it (all named `ort…`) only when the worker asks for
 * them, since each browser needs one of three.
 */
const isEngine = ({ url }: PrecacheEntry) => /(^|\/)ort[-.][^/]*$/.test(url);
const entries: readonly PrecacheEntry[] = self.__WB_MANIFEST;
const engines = new Set(entries.filter(isEngine).map(({ url }) => new URL(url, self.location.href).href));

const precache = new PrecacheController({ cacheName: `${PREFIX}-page` });
precache.addToCacheList(entries.filter((entry) => !isEngine(entry)));

const router = new Router();
router.registerRoute(
  // The page reads its own query (`?model=…`); the file behind it is the same.
  new PrecacheRoute(precache, { ignoreURLParametersMatching: [/./], cleanURLs: false }),
);
router.registerRoute(
  new Route(
    ({ url }) => url.pathname.endsWith('/models.json'),
    new NetworkFirst({ cacheName: CATALOGUE_CACHE, networkTimeoutSeconds: CATALOGUE_PATIENCE_S }),
  ),
);
const engineStrategy = new CacheFirst({ cacheName: ENGINE_CACHE });

self.addEventListener('install', (event) => {
  event.waitUntil(precache.install(event));
});

self.addEventListener('activate', (event) => {
  event.waitUntil(
    Promise.all([precache.activate(event), deleteOldEngines()])
      // A first visit is served and isolated by this worker without waiting for the next one.
      .then(() => self.clients.claim()),
  );
});

self.addEventListener('message', (event) => {
  const data: unknown = event.data;
  if (typeof data === 'object' && data !== null && 'type' in data && data.type === 'SKIP_WAITING') {
    event.waitUntil(self.skipWaiting());
  }
});

self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  // A runtime is kept by the engine's own worker, unpacked, in the same cache.
  if (origin !== self.location.origin || pathname.endsWith('.gz')) return;
  const answer = engines.has(request.url)
    ? engineStrategy.handle({ request, event })
    : router.handleRequest({ request, event });
  // What a script reads isolates nothing, and through a new response each of its chunks would take its time.
  if (answer) event.respondWith(request.destination === '' ? answer : answer.then(withIsolationHeaders));
  else if (request.mode === 'navigate') event.respondWith(fetch(request).then(withIsolationHeaders));
});

async function deleteOldEngines(): Promise<void> {
  const cache = await caches.open(ENGINE_CACHE);
  const kept = await cache.keys();
  await Promise.all(kept.filter(({ url }) => !engines.has(url)).map((request) => cache.delete(request)));
}
