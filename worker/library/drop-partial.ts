import type { ModelRow, PartialContent } from '../store/model-row';
import type { LibraryContext } from './library-deps';

/** Frees an unfinished download that is useless or unwanted. A damaged file it was built on goes with it. */
export async function dropPartial(
  context: LibraryContext,
  row: ModelRow,
  partial: PartialContent,
): Promise<void> {
  await context.store.rows.update(row.id, (now) => {
    const known = now ?? row;
    const built = known.kept?.content === partial.content;
    const without = { ...known, partial: undefined, ...(built && { kept: undefined, damaged: false }) };
    // What an unfinished checkpoint has told of itself goes with it.
    return { ...without, facts: without.kept && known.facts };
  });
  await context.store.parts.remove(partial.content);
  if (partial.model !== undefined) await context.store.parts.remove(partial.model);
}
