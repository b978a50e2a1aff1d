import { AppError } from '../../src/shared/errors';
import type { ModelStore } from '../store/model-store';

/** Rows, the cache's own records, and what other parts of the site write meanwhile. */
const SPARE = 2 * 1024 * 1024;

/**
 * Compares the browser's estimate with what is still to come. Chromium always tells 10 GiB more than is used, whatever
 * it grants, so that there a full disk shows itself only when a range is written.
 *
 * @throws AppError `store-full` with `data.needed` and `data.available`, bytes, where it will not fit.
 */
export async function makeRoom(store: ModelStore, bytes: number): Promise<void> {
  const { usage, quota } = await store.space();
  if (usage === undefined || quota === undefined) return;
  const available = Math.max(0, quota - usage);
  if (bytes + SPARE > available) throw new AppError('store-full', { needed: bytes + SPARE, available });
}
