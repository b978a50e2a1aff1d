/// <reference lib="webworker" />
import { PrecacheController, PrecacheRoute, type PrecacheEntry } from 'workbox-precaching';
import { Route, Router } from 'workbox-routing';
import { CacheFirst, CacheOnly, NetworkFirst } from 'workbox-strategies';
import { HAS_RUNTIME, unpackedAddress } from '../src/shared/unpacked-runtime';
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
const engineFiles = entries.filter(isEngine).map(({ url }) => new URL(url, self.location.href).href);
const isPacked = (url: string) => url.endsWith('.gz');
const engines = new Set(engineFiles.filter((url) => !isPacked(url)));
const runtimes = new Set(engineFiles.filter(isPacked).map(unpackedAddress));

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
/** What the engine's own worker keeps in the same cache, unpacked: no host has it. */
const runtimeStrategy = new CacheOnly({ cacheName: ENGINE_CACHE });

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
  // What is packed is kept by the engine's own worker, unpacked.
  if (new URL(request.url).origin !== self.location.origin || isPacked(request.url)) return;
  const answer = answerTo(event);
  // What a script reads isolates nothing, and through a new response each of its chunks would take its time.
  if (answer) event.respondWith(request.destination === '' ? answer : answer.then(withIsolationHeaders));
  else if (request.mode === 'navigate') event.respondWith(fetch(request).then(withIsolationHeaders));
});

function answerTo(event: FetchEvent): Promise<Response> | undefined {
  const { request } = event;
  const { url, method } = request;
  if (engines.has(url)) return engineStrategy.handle({ request, event });
  if (!runtimes.has(url)) return router.handleRequest({ request, event });
  return method === 'HEAD' ? isKept(url) : runtimeStrategy.handle({ request, event });
}

/**
 * The answer to `HEAD`, without looking at the file itself: where Chromium begins to read it for an answer that nobody
 * takes, it does not find what it has compiled of it for the next one.
 */
async function isKept(url: string): Promise<Response> {
  const cache = await caches.open(ENGINE_CACHE);
  const found = await cache.keys(url);
  return found.length > 0 ? new Response(null, { status: HAS_RUNTIME }) : Response.error();
}

async function deleteOldEngines(): Promise<void> {
  const cache = await caches.open(ENGINE_CACHE);
  const kept = await cache.keys();
  await Promise.all(
    kept.filter(({ url }) => !engines.has(url) && !runtimes.has(url)).map((request) => cache.delete(request)),
  );
}
