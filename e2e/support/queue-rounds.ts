import { utimesSync } from 'node:fs';
import { press, queueHas, runQueue } from './page-acts';
import type { PipedPage } from './piped-browser';

/** Adds pictures of the disk, and waits until they are the queue. */
export async function addPictures(page: PipedPage, files: readonly string[]): Promise<void> {
  await page.giveFiles('input[type=file][accept*=image]', files);
  await page.until(queueHas, files.length);
}

/** Takes the queue away, adds the same files as if they were others, and runs them; `patience` in milliseconds. */
export async function runNewQueue(
  page: PipedPage,
  files: readonly string[],
  patience: number,
): Promise<void> {
  await page.until(press, 'Remove all');
  // Of another time, so that what was found in them before is not theirs.
  const now = new Date();
  for (const file of files) utimesSync(file, now, now);
  await addPictures(page, files);
  await page.evaluate(runQueue, patience);
}
