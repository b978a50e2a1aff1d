import { AppError } from '../../src/shared/errors';
import type { ModelFacts } from '../../src/shared/models-api';
import type { CatalogueEntry } from '../../src/shared/types';
import { downloadRanges } from '../sources/download-ranges';
import { createSha256 } from '../sources/sha256';
import { LIMITS } from '../sources/limits';
import type { KeptContent, ModelRow } from '../store/model-row';
import { checkParts } from './check-parts';
import type { LibraryContext } from './library-deps';

/** A model's verified bytes. */
export interface ModelBytes {
  readonly id: string;
  readonly label: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly sha256: string;
  readonly facts: ModelFacts | undefined;
}

export interface OpenOptions {
  readonly signal?: AbortSignal | undefined;
  readonly onPosition?: (received: number, total: number | undefined) => void;
}

/** A file of the site: fetched whole, so that a service worker can answer, and held to the catalogue's hash. */
async function openBundled(
  context: LibraryContext,
  entry: CatalogueEntry,
  options: OpenOptions,
): Promise<ModelBytes> {
  const hash = await createSha256();
  let pieces: Uint8Array<ArrayBuffer>[] = [];
  const sink = {
    learned: () => Promise.resolve(),
    write: (bytes: Uint8Array<ArrayBuffer>) => Promise.resolve(void pieces.push(bytes.slice())),
    restart: () => Promise.resolve(void (pieces = [])),
  };
  const known = { size: entry.size, validator: undefined };
  const request = { address: entry.address, offset: 0, known, ranged: false };
  const size = await downloadRanges(request, sink, context.transport, {
    rangeBytes: Math.min(entry.size ?? LIMITS.rangeBytes, LIMITS.rangeBytes),
    attempts: LIMITS.attemptsWhileWatched,
    waitOffline: false,
    signal: options.signal,
    onPosition: (position) => options.onPosition?.(position, entry.size),
  });
  const bytes = new Uint8Array(size);
  let at = 0;
  for (let piece = pieces.shift(); piece; piece = pieces.shift()) {
    bytes.set(piece, at);
    at += piece.byteLength;
  }
  hash.update(bytes);
  const sha256 = hash.hex();
  if (entry.sha256 !== undefined && entry.sha256 !== sha256) {
    throw new AppError('download-hash', { expected: entry.sha256, actual: sha256 });
  }
  return { id: entry.id, label: entry.label, bytes, sha256, facts: undefined };
}

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

async function openKept(
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
  return { id: row.id, label: row.label, bytes, sha256: kept.sha256, facts: row.facts };
}

/**
 * A model's bytes, hashed again on the way: what has been damaged on the disk is never handed out.
 *
 * @throws AppError `model-unknown`, `model-not-kept`, `model-damaged`; for a bundled one, of the download.
 */
export async function openModel(
  context: LibraryContext,
  id: string,
  options: OpenOptions = {},
): Promise<ModelBytes> {
  let row = await context.store.rows.get(id);
  const entry = context.entry(id);
  if (!row?.kept && entry && context.isBundled(entry)) return openBundled(context, entry, options);
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
