import type { ModelFile, ReadModel } from '../../src/shared/engine-api';
import { AppError } from '../../src/shared/errors';
import type { CatalogueEntry } from '../../src/shared/types';
import { releaseBuffer } from '../bytes/release-buffer';
import { downloadRanges } from '../sources/download-ranges';
import { LIMITS } from '../sources/limits';
import { createSha256, sha256Of } from '../sources/sha256';
import { newRow, UNTOLD, type ModelRow, type Part } from '../store/model-row';
import type { LibraryContext } from './library-deps';
import { openKept, type OpenOptions } from './open-kept';

/**
 * A model that is part of the site: kept like any other once it was fetched, so that it is there offline. Its owner
 * may exchange the file: a kept one serves at once only if it has the catalogue's hash; without a hash to go by the
 * site is asked first.
 *
 * @throws AppError of the download where there is no kept file to fall back to
 */
export async function openBundled(
  context: LibraryContext,
  entry: CatalogueEntry,
  row: ModelRow | undefined,
  options: OpenOptions,
): Promise<ReadModel> {
  const reopen = async () =>
    row?.kept && !row.damaged ? openKept(context, row, row.kept, options) : undefined;
  if (entry.sha256 !== undefined && row?.kept?.sha256 === entry.sha256) {
    const kept = await reopen();
    if (kept) return kept;
  }
  const fetched = await fetchWhole(context, entry, options).catch(async (error: unknown) => {
    const kept = entry.sha256 === undefined ? await reopen() : undefined;
    if (kept) return kept;
    throw error;
  });
  // It can be opened from memory all the same; the next visit tries again.
  await keep(context, entry, fetched).catch(() => undefined);
  return fetched;
}

/** Fetches a file of the site whole, since a plain host may know no ranges, and holds it to the catalogue's hash. */
async function fetchWhole(
  context: LibraryContext,
  entry: CatalogueEntry,
  options: OpenOptions,
): Promise<ModelFile> {
  // Blobs, so that the file does not lie in this worker's memory.
  let pieces: Blob[] = [];
  let hash = await createSha256();
  const sink = {
    learned: () => Promise.resolve(),
    write(bytes: Uint8Array<ArrayBuffer>) {
      hash.update(bytes);
      pieces.push(new Blob([bytes]));
      return Promise.resolve();
    },
    async restart() {
      pieces = [];
      hash = await createSha256();
    },
  };
  // The size in the catalogue only feeds the progress: its hash is what decides.
  const known = { size: entry.sha256 === undefined ? undefined : entry.size, validator: undefined };
  const request = { address: entry.address, offset: 0, known, ranged: false };
  await downloadRanges(request, sink, context.transport, {
    rangeBytes: Math.min(entry.size ?? LIMITS.rangeBytes, LIMITS.rangeBytes),
    attempts: LIMITS.attemptsWhileWatched,
    waitOffline: false,
    signal: options.signal,
    onPosition: (position) => options.onPosition?.(position, entry.size),
  });
  const sha256 = hash.hex();
  if (entry.sha256 !== undefined && entry.sha256 !== sha256) {
    throw new AppError('download-hash', { expected: entry.sha256, actual: sha256 });
  }
  return { id: entry.id, label: entry.label, file: new Blob(pieces), sha256 };
}

/** Keeps it in place of what was kept before; the row first, since bytes that no row knows of are swept away. */
async function keep(context: LibraryContext, entry: CatalogueEntry, model: ModelFile): Promise<void> {
  const { store, tabs, transport, newContent, rangeBytes } = context;
  await tabs.exclusive(`bundled ${entry.id}`, undefined, async () => {
    const before = await store.rows.get(entry.id);
    if (before?.kept?.sha256 === model.sha256 && !before.damaged) return;
    const blank = before ?? newRow(entry.id, entry.label, { kind: 'address', address: entry.address });
    const content = newContent();
    await store.rows.update(entry.id, () => ({ ...blank, partial: { content, file: UNTOLD, parts: [] } }));
    const parts: Part[] = [];
    for (let at = 0; at < model.file.size; at += rangeBytes) {
      const bytes = new Uint8Array(await model.file.slice(at, at + rangeBytes).arrayBuffer());
      await store.parts.put(content, parts.length, bytes);
      parts.push({ size: bytes.length, sha256: await sha256Of(bytes) });
      releaseBuffer(bytes.buffer);
    }
    const now = transport.now();
    const { sha256 } = model;
    const kept = { content, file: UNTOLD, parts, size: model.file.size, sha256, keptAt: now, usedAt: now };
    await store.rows.update(entry.id, () => ({ ...blank, kept, partial: undefined, damaged: false }));
    if (before?.kept) await store.parts.remove(before.kept.content);
  });
}
