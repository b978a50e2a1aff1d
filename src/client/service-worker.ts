import { Workbox } from 'workbox-window';
import { delay } from './delay';

/** Set in the tab's session once it has reloaded for isolation, so that it does so at most once. */
const RELOADED = 'reloaded-for-isolation';

/** How long the first visit may wait for the service worker before it goes on without. */
const PATIENCE_MS = 4000;

/** How long the page itself waits for the decision whether it reloads; a person hardly notices, a click is not lost. */
const REVEAL_MS = 700;

/** Whether the person has done anything on this page that a reload would undo. */
let used = false;
for (const kind of ['pointerdown', 'keydown', 'change', 'drop', 'paste']) {
  addEventListener(kind, () => (used = true), { capture: true, once: true });
}

export interface ServiceWorkerClient {
  /** Resolves when the page can be shown: at once, unless it may be about to reload. */
  readonly presentable: Promise<void>;
  /** Resolves when the page is served by the service worker, or can't be and should go on without. */
  readonly settled: Promise<void>;
  /** Takes over a waiting new version and reloads. */
  update(): void;
}

/**
 * Registers the service worker, which keeps the site for offline use and, on hosts that cannot, sends the headers
 * that isolate the page. Isolation takes a document that came with these headers, hence one reload.
 */
export function registerServiceWorker(address: string, onUpdate: () => void): ServiceWorkerClient {
  if (!('serviceWorker' in navigator)) {
    return { presentable: Promise.resolve(), settled: Promise.resolve(), update: () => undefined };
  }
  const served = navigator.serviceWorker.controller !== null;
  const isolated = globalThis.crossOriginIsolated;
  const workbox = new Workbox(address);
  workbox.addEventListener('waiting', onUpdate);
  const controlled = workbox
    .register()
    .then(() => workbox.controlling)
    .then(isolateByReload)
    // Private windows and some policies forbid service workers; the app works without.
    .catch(() => undefined);
  return {
    presentable: served || isolated ? Promise.resolve() : Promise.race([controlled, delay(REVEAL_MS)]),
    // Registration waits for the page to be loaded; a later visit has nothing to wait for.
    settled: served && isolated ? Promise.resolve() : Promise.race([controlled, delay(PATIENCE_MS)]),
    update() {
      workbox.addEventListener('controlling', () => location.reload());
      workbox.messageSkipWaiting();
    },
  };
}

/**
 * Never resolves when it reloads: nothing else should start in a page that is about to go. Somebody who has already
 * begun to use the page keeps it as it is, on one thread; the next visit is isolated anyway.
 */
function isolateByReload(): Promise<void> {
  if (globalThis.crossOriginIsolated || used || hasReloaded()) return Promise.resolve();
  location.reload();
  return new Promise(() => undefined);
}

/** Whether this tab has reloaded before; it counts as having reloaded from now on. */
function hasReloaded(): boolean {
  try {
    if (sessionStorage.getItem(RELOADED)) return true;
    sessionStorage.setItem(RELOADED, 'yes');
    return false;
  } catch {
    // Without a memory of it a reload could repeat for ever.
    return true;
  }
}
