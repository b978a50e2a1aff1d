import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect } from '@playwright/test';
import { DIST, type StaticServer } from './static-server';

/** Deploys a second version of the site: another page, and a service worker that knows of it. */
export function deployAgain(site: StaticServer): void {
  const html = readFileSync(path.join(DIST, 'index.html'), 'utf8');
  const worker = readFileSync(path.join(DIST, 'service-worker.js'), 'utf8');
  const deployed = worker.replace(/(?<="revision":")[0-9a-f]{32}(?=","url":"index\.html")/, '0'.repeat(32));
  expect(deployed, 'the list of files names the page with a revision').not.toBe(worker);
  site.put('index.html', {
    body: html.replace(/<title>.*<\/title>/, '<title>Second version</title>'),
    type: 'text/html',
  });
  site.put('service-worker.js', { body: deployed, type: 'text/javascript' });
}
