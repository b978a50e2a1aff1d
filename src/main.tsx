import { signal } from '@preact/signals';
import { render } from 'preact';
import { delay } from './client/delay';
import { createEngineClient } from './client/engine-client';
import { createLibraryClient } from './client/library-client';
import { createPicturesClient } from './client/pictures-client';
import { registerServiceWorker } from './client/service-worker';
import { spawnEngineWorker, spawnLibraryWorker, spawnPicturesWorker } from './client/spawn-workers';
import { installErrorTransfer } from './shared/rpc';
import { createApp } from './state/app';
import { AppView } from './ui/AppView';
import { paceRendering } from './ui/pace-rendering';
import './ui/theme.css';

installErrorTransfer();

const base = new URL('./', document.baseURI).href;
const updateReady = signal(false);
const serviceWorker = registerServiceWorker('./service-worker.js', () => {
  updateReady.value = true;
});
const engineClient = createEngineClient(spawnEngineWorker);
const app = createApp({
  engineClient,
  picturesClient: createPicturesClient(spawnPicturesWorker),
  libraryClient: createLibraryClient(spawnLibraryWorker, new URL('models.json', base).href),
  base,
  sharedModel: new URLSearchParams(location.search).get('model') ?? undefined,
  updateReady,
  update: () => serviceWorker.update(),
});

paceRendering(app.detector.busy);

// The workers start once the service worker serves the page, so that what they fetch is fetched once and kept. On later
// visits it does so at once.
void serviceWorker.settled.then(() => app.start());

/** The longest that the page waits before it is drawn, which nobody sees; milliseconds. */
const DRAWN_AFTER = 100;
const root = document.getElementById('app');
void serviceWorker.presentable
  // A worker starts with the help of this thread, which drawing keeps busy, and the engine is what a later visit waits for.
  .then(() => Promise.race([engineClient.awake(), delay(DRAWN_AFTER)]))
  .then(() => {
    if (root) render(<AppView app={app} />, root);
  });
