import { localLock } from './add-local';
import type { LibraryContext } from './library-deps';

/**
 * Frees what a crash has left behind: bytes that no row knows of, and copies of local files that were not finished.
 * Nothing that a row refers to is touched.
 */
export async function sweep(context: LibraryContext): Promise<void> {
  const { store, tabs } = context;
  for (const row of await store.rows.all()) {
    if (row.source.kind !== 'file' || row.kept) continue;
    await tabs.ifFree(localLock(row.id), () =>
      store.rows.update(row.id, (now) => (now?.kept ? now : undefined)),
    );
  }
  // Contents first, rows second: a download writes its row before its bytes, so bytes seen now have a row by then.
  const contents = await store.parts.contents();
  const known = new Set<string>();
  for (const { kept, partial } of await store.rows.all()) {
    if (kept) known.add(kept.content);
    if (partial) known.add(partial.content);
    if (partial?.model !== undefined) known.add(partial.model);
  }
  for (const content of contents) {
    if (!known.has(content)) await store.parts.remove(content);
  }
}
