import { computed, signal } from '@preact/signals';
import { render } from 'preact';
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
const app = createApp({
  engineClient: createEngineClient(spawnEngineWorker),
  picturesClient: createPicturesClient(spawnPicturesWorker),
  libraryClient: createLibraryClient(spawnLibraryWorker, new URL('models.json', base).href),
  base,
  sharedModel: new URLSearchParams(location.search).get('model') ?? undefined,
  updateReady,
  update: () => serviceWorker.update(),
});

paceRendering(computed(() => app.detector.run.value.kind === 'running'));

// The workers start once the service worker serves the page, so that what they fetch is fetched once and kept. On later
// visits it does so at once: they start while the page is drawn.
void serviceWorker.settled.then(() => app.start());

const root = document.getElementById('app');
void serviceWorker.presentable.then(() => {
  if (root) render(<AppView app={app} />, root);
});
