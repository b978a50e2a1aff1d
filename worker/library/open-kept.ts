import type { ReadModel } from '../../src/shared/engine-api';
import type { KeptContent, ModelRow } from '../store/model-row';
import { intactSource } from './intact-parts';
import type { LibraryContext } from './library-deps';

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onPosition?: (received: number, total: number | undefined) => void;
  /** Its bytes are wanted, too. */
  readonly withBytes?: boolean | undefined;
}

/** A kept model, read and hashed again; undefined where it is no longer what it was. */
export async function openKept(
  context: LibraryContext,
  row: ModelRow,
  kept: KeptContent,
  options: OpenOptions,
): Promise<ReadModel | undefined> {
  const source = intactSource(context.store.parts, kept, options.signal);
  // Where it cannot be read as a model the engine says so.
  const bytes = options.withBytes ? await context.read?.(source).catch(() => undefined) : undefined;
  const file = await source.blob();
  if (file?.size !== kept.size) return undefined;
  await context.store.rows.update(row.id, (now) =>
    now?.kept?.content === kept.content
      ? { ...now, kept: { ...now.kept, usedAt: context.transport.now() } }
      : now,
  );
  return { id: row.id, label: row.label, file, sha256: kept.sha256, bytes };
}
