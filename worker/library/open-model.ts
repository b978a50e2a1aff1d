import type { ReadModel } from '../../src/shared/engine-api';
import { AppError } from '../../src/shared/errors';
import type { KeptContent, ModelRow } from '../store/model-row';
import type { LibraryContext } from './library-deps';
import { openBundled } from './open-bundled';
import { openKept, type OpenOptions } from './open-kept';

/** Records whether the stored bytes were found right; only for the content that was looked at. */
export async function noteDamage(
  context: LibraryContext,
  row: ModelRow,
  kept: KeptContent,
  damaged: boolean,
): Promise<void> {
  await context.store.rows.update(row.id, (now) =>
    now?.kept?.content === kept.content ? { ...now, damaged } : now,
  );
}

/**
 * A model's file, hashed again on the way: what has been damaged on the disk is never handed out.
 *
 * @throws AppError `model-unknown`, `model-not-kept`, `model-damaged`; for a bundled one, of the download.
 */
export async function openModel(
  context: LibraryContext,
  id: string,
  options: OpenOptions = {},
): Promise<ReadModel> {
  let row = await context.store.rows.get(id);
  const entry = context.entry(id);
  if (entry && context.isBundled(entry)) return openBundled(context, entry, row, options);
  if (!row && !entry) throw new AppError('model-unknown', { id });
  for (;;) {
    const kept = row?.kept;
    if (!row || !kept) throw new AppError('model-not-kept', { id });
    const opened = await openKept(context, row, kept, options);
    if (opened) return opened;
    // Another tab may have replaced or deleted the file meanwhile; then the bytes were not damaged but freed.
    const now = await context.store.rows.get(id);
    if (now?.kept?.content === kept.content) {
      await noteDamage(context, row, kept, true);
      throw new AppError('model-damaged', { id });
    }
    row = now;
  }
}
