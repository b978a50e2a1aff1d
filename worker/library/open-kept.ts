import type { ModelFile } from '../../src/shared/engine-api';
import type { KeptContent, ModelRow } from '../store/model-row';
import { intactBlob } from './intact-parts';
import type { LibraryContext } from './library-deps';

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onPosition?: (received: number, total: number | undefined) => void;
}

/** A kept model's file, hashed again; undefined where it is no longer what it was. */
export async function openKept(
  context: LibraryContext,
  row: ModelRow,
  kept: KeptContent,
  options: OpenOptions,
): Promise<ModelFile | undefined> {
  const { parts } = context.store;
  const file = await intactBlob(parts, kept, options.signal);
  if (file?.size !== kept.size) return undefined;
  await context.store.rows.update(row.id, (now) =>
    now?.kept?.content === kept.content
      ? { ...now, kept: { ...now.kept, usedAt: context.transport.now() } }
      : now,
  );
  return { id: row.id, label: row.label, file, sha256: kept.sha256 };
}
