import { execFile } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { promisify } from 'node:util';
import { expect, test } from '@playwright/test';
import { startHub } from './stand-in-hub/start-hub';
import { ISOLATION } from './support/hosts';
import { catalogue } from './support/hub-test';
import { bundledModelBytes, filled } from './support/onnx-files';
import { killBrowser, spawnBrowser } from './support/spawn-browser';
import { DIST, StaticServer } from './support/static-server';
import { updateDocs } from './support/update-docs';

const REPO = 'owner/storms';
/** The size of the download, and what it may cost. */
const BYTES = 150_000_000;
const ALLOWED = 48_000_000;

/**
 * Does in the page what a person would. A debugger would keep what the page receives, in the page's own process, so
 * none is attached: the script tells the site how far it is by what it asks for.
 */
const PERSON = `
  const seen = async (find) => {
    for (;;) {
      const found = find();
      if (found) return found;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  };
  const button = (within, name) => [...within.querySelectorAll('button')].find((one) => one.textContent === name);
  const row = () => [...document.querySelectorAll('tr')].find((one) => one.textContent.includes('The large one'));
  (await seen(() => button(document, 'Models'))).click();
  const download = await seen(() => row() && button(row(), 'Download'));
  await (await fetch('./go.txt')).text();
  download.click();
  await seen(() => row().querySelector('td[data-state=kept]'));
  await fetch('./kept.txt');
`;

/** Bytes of memory that the pages of a browser hold, shared ones included; its workers live in the same processes. */
async function pageMemory(group: number): Promise<number> {
  const { stdout } = await promisify(execFile)('ps', ['-A', '-o', 'pgid=,rss=,args=']);
  const lines = stdout.split('\n').map((line) => line.trim().split(/\s+/));
  const pages = lines.filter(([pgid, , ...args]) => pgid === `${group}` && args.includes('--type=renderer'));
  expect(pages, 'the browser has a page').not.toHaveLength(0);
  return pages.reduce((sum, [, kilobytes]) => sum + Number(kilobytes) * 1024, 0);
}

test('downloading 150 MB adds less than 48 MB to the memory of page and workers', async ({
  browser,
}, info) => {
  const bytes = filled(bundledModelBytes(), BYTES - bundledModelBytes().length, 'large');
  const hub = await startHub({ repos: [{ name: REPO, files: [{ path: 'large.onnx', bytes }] }] });
  // The first is not there, so that no engine starts.
  const models = ['absent', 'large'].map((id) => ({
    id,
    label: `The ${id} one`,
    address: `${REPO}/${id}.onnx`,
  }));
  const html = readFileSync(path.join(DIST, 'index.html'), 'utf8');
  const site = new StaticServer({
    headers: ISOLATION,
    overlays: {
      'index.html': {
        body: html.replace('</body>', '<script type="module" src="./person.js"></script></body>'),
        type: 'text/html',
      },
      'person.js': { body: PERSON },
      'go.txt': { body: 'go' },
      'kept.txt': { body: 'kept' },
      'models.json': catalogue(hub, models),
    },
  });
  await site.start();
  const release = site.hold('go.txt');
  const child = spawnBrowser(info.outputPath('profile'), site.address);
  const group = child.pid ?? NaN;
  try {
    await expect.poll(() => site.countOf(/^go\.txt$/)).toBe(1);
    let before = 0;
    await expect
      .poll(async () => Math.abs(before - (before = await pageMemory(group))), { intervals: [500] })
      .toBeLessThan(500_000);
    let peak = before;
    release();
    const notKept = () => site.countOf(/^kept\.txt$/) === 0;
    await expect
      .poll(
        async () => {
          peak = Math.max(peak, await pageMemory(group));
          return notKept();
        },
        { intervals: [100], timeout: 90_000 },
      )
      .toBe(false);
    const added = peak - before;
    const figure = `Chromium ${browser.version()}: ${(added / 1e6).toFixed(0)} MB, from ${(before / 1e6).toFixed(0)} MB to at most ${(peak / 1e6).toFixed(0)} MB.`;
    console.log(figure);
    expect(hub.requests.filter(({ to }) => to === 'storage')).toHaveLength(18);
    expect(added).toBeLessThan(ALLOWED);
    await updateDocs('downloads.md', 'memory', figure);
  } finally {
    await killBrowser(child);
    await Promise.all([site.stop(), hub.close()]);
  }
});
