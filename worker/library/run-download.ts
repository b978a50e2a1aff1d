import { AppError, type ErrorCode } from '../../src/shared/errors';
import { downloadRanges, type RangeSink } from '../sources/download-ranges';
import type { Waiting } from '../sources/backoff';
import { createSha256, sha256Of, type Sha256 } from '../sources/sha256';
import { modelFormat } from '../sources/model-format';
import { newRow, UNTOLD, type ModelRow, type PartialContent, type RemoteFile } from '../store/model-row';
import { contentSource } from '../store/read-content';
import { checkParts } from './check-parts';
import { dropPartial } from './drop-partial';
import type { LibraryContext } from './library-deps';
import { makeRoom } from './make-room';
import { askSource, pinFile } from './plan-download';
import { fileAddress, sourceOfEntry, sourcePath } from './row-source';
import { hasUpdate, partBytes } from './row-view';
import { runConversion } from './run-conversion';

export interface DownloadWatcher {
  onPosition(received: number, total: number | undefined): void;
  onWaiting(waiting: Waiting | undefined): void;
  /** The row has something new to show. */
  onChanged?(): void;
}

interface Job {
  readonly context: LibraryContext;
  readonly row: ModelRow;
  readonly watcher: DownloadWatcher;
  readonly signal: AbortSignal;
  partial: PartialContent;
  hash: Sha256;
}

/** The row of a model; for a model of the catalogue one is made. */
export async function rowOf(context: LibraryContext, id: string): Promise<ModelRow> {
  const row = await context.store.rows.get(id);
  if (row) return row;
  const entry = context.entry(id);
  if (!entry || context.isBundled(entry)) throw new AppError('model-unknown', { id });
  return newRow(id, entry.label, sourceOfEntry(entry, context.hub().origin));
}

/** Records how far the download is; only then do its parts count. */
async function record(job: Job, partial: PartialContent): Promise<void> {
  await job.context.store.rows.update(job.row.id, (row) => ({ ...(row ?? job.row), partial }));
  job.partial = partial;
}

/** What there is to build on: an unfinished download, or the intact beginning of a damaged file. */
function unfinished(row: ModelRow): PartialContent | undefined {
  if (row.partial) return row.partial;
  if (!row.kept || !row.damaged) return undefined;
  const { content, file, parts, size } = row.kept;
  return { content, parts, file: { ...file, size } };
}

/** Takes an earlier download up again, from its last range that is still what it was. */
async function resume(job: Job, earlier: PartialContent): Promise<void> {
  const { good, hash } = await checkParts(job.context.store.parts, earlier, job.signal);
  job.hash = hash;
  await record(job, { ...earlier, parts: earlier.parts.slice(0, good) });
}

/** Begins a download whose earlier parts, if any, are of another file. */
async function begin(job: Job, file: RemoteFile): Promise<void> {
  const { newContent, store } = job.context;
  const stale = job.row.partial?.content;
  job.hash = await createSha256();
  await record(job, { content: newContent(), file, parts: [] });
  if (stale !== undefined) await store.parts.remove(stale);
}

async function prepare(job: Job): Promise<void> {
  const { context, row, signal, watcher } = job;
  const earlier = unfinished(row);
  const entry = context.entry(row.id);
  const pinned = { sha256: entry?.sha256, size: entry?.size };
  // Known hashes decide: what was begun is worth continuing only while it is still what is wanted.
  const begun = earlier?.file.sha256;
  const wanted = entry?.sha256 ?? row.offered?.sha256;
  const outdated = begun !== undefined && wanted !== undefined && begun !== wanted;
  if (earlier && !outdated) return resume(job, earlier);
  const patient = { signal, onWaiting: watcher.onWaiting.bind(watcher), waitOffline: true };
  // An address is asked once only, by the download itself.
  const isAddress = row.source.kind === 'address';
  const offered = isAddress ? UNTOLD : await askSource(context, row.source, patient);
  return begin(job, pinFile(offered, pinned));
}

/** What is missing room is the rest of the file, not only the range that did not fit. */
function wholeNeed(error: unknown, { file, parts }: PartialContent): unknown {
  if (!(error instanceof AppError) || error.code !== 'store-full' || file.size === undefined) return error;
  return new AppError(
    'store-full',
    { ...error.data, needed: file.size - partBytes(parts) },
    { cause: error },
  );
}

function sinkOf(job: Job): RangeSink {
  const { store } = job.context;
  return {
    async learned({ size, validator }) {
      const { partial } = job;
      if (size !== undefined && partial.file.size === undefined) await makeRoom(store, size);
      await record(job, { ...partial, file: { ...partial.file, size, validator } });
    },
    async write(bytes) {
      const { partial } = job;
      const part = { size: bytes.byteLength, sha256: await sha256Of(bytes) };
      try {
        // First the bytes, then the row that makes them count: a crash in between costs one range.
        await store.parts.put(partial.content, partial.parts.length, bytes);
        await record(job, { ...partial, parts: [...partial.parts, part] });
      } catch (error) {
        throw wholeNeed(error, partial);
      }
      job.hash.update(bytes);
    },
    async restart() {
      const { content } = job.partial;
      job.hash = await createSha256();
      await record(job, { ...job.partial, content: job.context.newContent(), parts: [] });
      await store.parts.remove(content);
    },
  };
}

/** Makes the finished download the model: in one step, with the old file freed only afterwards. */
async function promote(job: Job, sha256: string): Promise<ModelRow> {
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

async function fetchParts(job: Job): Promise<void> {
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
    sinkOf(job),
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
  const job: Job = { context, row, watcher, signal, partial: nothing, hash: await createSha256() };
  await prepare(job);
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
