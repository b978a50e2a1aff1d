import { AppError } from '../../src/shared/errors';
import { LIMITS } from '../sources/limits';
import type { ModelRow } from '../store/model-row';
import type { LibraryContext } from './library-deps';
import { askSource } from './plan-download';
import { sourceHash } from './row-view';

/**
 * Asks the source what it has now. Where only the commit has moved, the kept file is noted to be the new commit's;
 * where the file is another, the row says so and the old one stays.
 *
 * @throws AppError as `askSource`; `model-unknown`.
 */
export async function checkUpdate(context: LibraryContext, row: ModelRow): Promise<ModelRow> {
  if (row.source.kind === 'file') return row;
  const offered = await askSource(context, row.source, { attempts: LIMITS.attemptsWhileWatched });
  const after = await context.store.rows.update(row.id, (now) => {
    const known = now ?? row;
    const { kept } = known;
    const same = kept && offered.sha256 !== undefined && offered.sha256 === sourceHash(known);
    if (!same) return { ...known, offered };
    return { ...known, offered, kept: { ...kept, file: { ...kept.file, commit: offered.commit } } };
  });
  if (!after) throw new AppError('model-unknown', { id: row.id });
  return after;
}
