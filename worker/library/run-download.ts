import { AppError, type ErrorCode } from '../../src/shared/errors';
import { downloadRanges } from '../sources/download-ranges';
import { modelFormat } from '../sources/model-format';
import { createSha256 } from '../sources/sha256';
import { newRow, UNTOLD, type ModelRow } from '../store/model-row';
import { contentSource } from '../store/read-content';
import { beginDownload } from './begin-download';
import type { DownloadJob, DownloadWatcher } from './download-job';
import { dropPartial } from './drop-partial';
import type { LibraryContext } from './library-deps';
import { makeRoom } from './make-room';
import { fileAddress, sourceOfEntry, sourcePath } from './row-source';
import { hasUpdate, partBytes } from './row-view';
import { runConversion } from './run-conversion';
import { storeRanges } from './store-ranges';

/** The row of a model; for a model of the catalogue one is made. */
export async function rowOf(context: LibraryContext, id: string): Promise<ModelRow> {
  const row = await context.store.rows.get(id);
  if (row) return row;
  const entry = context.entry(id);
  if (!entry || context.isBundled(entry)) throw new AppError('model-unknown', { id });
  return newRow(id, entry.label, sourceOfEntry(entry, context.hub().origin));
}

/** Makes the finished download the model: in one step, with the old file freed only afterwards. */
async function promote(job: DownloadJob, sha256: string): Promise<ModelRow> {
  const { context, partial, row } = job;
  const { store, transport } = context;
  const size = partBytes(partial.parts);
  let facts = row.facts;
  if (context.inspect) {
    facts = await context.inspect(contentSource(store.parts, partial));
  }
  const now = transport.now();
  let replaced: string | undefined;
  const after = await store.rows.update(row.id, (known) => {
    replaced = known?.kept?.content;
    const { content, file, parts } = partial;
    const kept = { content, file, parts, size, sha256, keptAt: now, usedAt: now };
    return { ...(known ?? row), kept, facts, offered: file, partial: undefined, damaged: false };
  });
  if (replaced !== undefined && replaced !== partial.content) await store.parts.remove(replaced);
  return after ?? row;
}

async function fetchParts(job: DownloadJob): Promise<void> {
  const { context, row, watcher, signal, partial } = job;
  const hub = context.hub();
  const address = fileAddress(row.source, partial.file, hub.origin);
  if (address === undefined) throw new AppError('model-not-kept', { id: row.id });
  const offset = partBytes(partial.parts);
  const { size, validator } = partial.file;
  if (size !== undefined) await makeRoom(context.store, size - offset);
  watcher.onPosition(offset, size);
  const asked =
    row.source.kind === 'hub'
      ? { ...row.source, hub: hub.origin, withToken: hub.token !== undefined, revision: partial.file.commit }
      : undefined;
  await downloadRanges(
    { address, hub, asked, offset, known: { size, validator } },
    storeRanges(job),
    context.transport,
    {
      signal,
      rangeBytes: context.rangeBytes,
      onPosition: (position) => watcher.onPosition(position, job.partial.file.size),
      onWaiting: (waiting) => watcher.onWaiting(waiting),
    },
  );
}

/** Errors after which what has come can never become the model. */
const HOPELESS = new Set<ErrorCode>([
  'download-changed',
  'download-length',
  'download-hash',
  'download-pointer',
  'model-not-onnx',
  'model-truncated',
  'model-refused',
  'model-not-detector',
]);

/**
 * Brings a model to this device, continuing what was begun, and makes it count once its hash is right. A model that
 * is there already is left alone. To be run by one tab at a time.
 *
 * @throws AppError of the source, the store, or `download-hash`; the signal's reason after an abort. What came stays
 *   stored unless it can never become the model.
 */
export async function runDownload(
  context: LibraryContext,
  id: string,
  watcher: DownloadWatcher,
  signal: AbortSignal,
): Promise<ModelRow> {
  const row = await rowOf(context, id);
  if (row.kept && !row.damaged && !hasUpdate(row, context.entry(id))) return row;
  if (modelFormat(sourcePath(row.source)) === 'checkpoint') {
    return runConversion(context, row, watcher, signal);
  }
  const nothing = { content: '', parts: [], file: UNTOLD };
  const job: DownloadJob = { context, row, watcher, signal, partial: nothing, hash: await createSha256() };
  await beginDownload(job);
  try {
    await fetchParts(job);
    const actual = job.hash.hex();
    const expected = job.partial.file.sha256;
    if (expected !== undefined && actual !== expected)
      throw new AppError('download-hash', { expected, actual });
    return await promote(job, actual);
  } catch (error) {
    if (error instanceof AppError && HOPELESS.has(error.code)) await dropPartial(context, row, job.partial);
    throw error;
  }
}
