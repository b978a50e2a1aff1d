import type { KeptContent, ModelRow } from '../store/model-row';
import { checkParts } from './check-parts';
import type { LibraryContext } from './library-deps';

/** A model's verified bytes. */
export interface ModelBytes {
  readonly id: string;
  readonly label: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onPosition?: (received: number, total: number | undefined) => void;
}

/** The bytes of a kept model; undefined where they are no longer what they were. */
export async function openKept(
  context: LibraryContext,
  row: ModelRow,
  kept: KeptContent,
  options: OpenOptions,
): Promise<ModelBytes | undefined> {
  const bytes = new Uint8Array(kept.size);
  let at = 0;
  const copy = (piece: Uint8Array) => {
    if (at + piece.byteLength <= kept.size) bytes.set(piece, at);
    at += piece.byteLength;
  };
  const { good, hash } = await checkParts(context.store.parts, kept, copy, options.signal);
  if (good < kept.parts.length || at !== kept.size || hash.hex() !== kept.sha256) return undefined;
  await context.store.rows.update(row.id, (now) =>
    now?.kept?.content === kept.content
      ? { ...now, kept: { ...now.kept, usedAt: context.transport.now() } }
      : now,
  );
  return { id: row.id, label: row.label, bytes, sha256: kept.sha256 };
}
