import { signal } from '@preact/signals';
import { render } from 'preact';
import { spawnAppWorker } from './client/app-worker';
import { registerServiceWorker } from './client/service-worker';
import { createWorkerClient } from './client/worker-client';
import { installErrorTransfer } from './shared/rpc';
import { createApp } from './state/app';
import { AppView } from './ui/AppView';
import './ui/theme.css';

installErrorTransfer();

const base = new URL('./', document.baseURI).href;
const updateReady = signal(false);
const serviceWorker = registerServiceWorker('./service-worker.js', () => {
  updateReady.value = true;
});
const app = createApp({
  client: createWorkerClient(spawnAppWorker),
  base,
  updateReady,
  update: () => serviceWorker.update(),
});

const root = document.getElementById('app');
if (root) render(<AppView app={app} />, root);

// The worker starts once the service worker serves the page, so that what it fetches is fetched once and kept.
void serviceWorker.settled.then(() => app.models.start());
