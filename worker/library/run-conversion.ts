import { AppError } from '../../src/shared/errors';
import { releaseBuffer } from '../bytes/release-buffer';
import type { BackoffOptions } from '../sources/backoff';
import { fetchRange, type Keep } from '../sources/fetch-range';
import { LIMITS } from '../sources/limits';
import type { ModelRow, PartialContent } from '../store/model-row';
import { createConversionJob, noteFile, type ConversionJob } from './conversion-job';
import { dropPartial } from './drop-partial';
import { fetchWhole } from './fetch-whole';
import { keepConverted } from './keep-converted';
import type { LibraryContext, OpenedCheckpointFacts } from './library-deps';
import { makeRoom } from './make-room';
import { createPartsSource, type Fetching } from './parts-source';
import { askSource, pinFile } from './plan-download';
import { fileAddress } from './row-source';
import { partBytes } from './row-view';
import type { DownloadWatcher } from './download-job';

/**
 * Brings a checkpoint to this device as the ONNX model made of it: of the file only the parts that hold the network
 * are fetched, each checked by its own CRC-32, and stored as they come, so that an interrupted download goes on with
 * what is missing. What is kept in the end is the model; `file` remembers what it was made of.
 *
 * @throws AppError of the source, of the conversion (`checkpoint-…`), of the store; the signal's reason after an
 *   abort. What came stays stored unless it can never become the model.
 */
export async function runConversion(
  context: LibraryContext,
  row: ModelRow,
  watcher: DownloadWatcher,
  signal: AbortSignal,
): Promise<ModelRow> {
  const { convert } = context;
  if (!convert) throw new AppError('model-not-kept', { id: row.id });
  const patient = { signal, onWaiting: watcher.onWaiting.bind(watcher), waitOffline: true };
  const job = createConversionJob(context, row, await begin(context, row, patient));
  try {
    const fetching = fetchingOf(job, watcher, patient);
    if (job.partial.file.size === undefined) await fetching.whole();
    const source = createPartsSource(job, job.partial.file.size ?? 0, fetching);
    let read = 0;
    const buffers = new Set<ArrayBuffer>();
    const counting = {
      ...source,
      async read(start: number, end: number) {
        read += end - start;
        const bytes = await source.read(start, end);
        buffers.add(bytes.buffer);
        return bytes;
      },
    };
    const { onnx, facts } = await convert(counting, (opened) => prepare(job, watcher, read, opened), signal);
    // As much as the model made of them, which is opened next.
    buffers.forEach(releaseBuffer);
    await makeRoom(context.store, onnx.length);
    return await keepConverted(context, row, job.partial.file, onnx, facts);
  } catch (error) {
    if (isHopeless(error)) await dropPartial(context, row, job.partial);
    throw error;
  }
}

/** What was begun, or a new beginning where that is of another file. */
async function begin(
  context: LibraryContext,
  row: ModelRow,
  options: BackoffOptions,
): Promise<PartialContent> {
  const { store, newContent } = context;
  const entry = context.entry(row.id);
  const begun = row.partial;
  // Known hashes decide: what was begun is worth continuing only while it is still what is wanted.
  const wanted = entry?.sha256 ?? row.offered?.sha256;
  const had = begun?.file.sha256;
  const outdated = had !== undefined && wanted !== undefined && had !== wanted;
  if (begun && !outdated) return begun;
  const offered = await askSource(context, row.source, options);
  const file = pinFile(offered, { sha256: entry?.sha256, size: entry?.size });
  const partial = { content: newContent(), file, parts: [] };
  await store.rows.update(row.id, (now) => ({ ...(now ?? row), partial }));
  if (begun) await store.parts.remove(begun.content);
  return partial;
}

/** How the bytes of the file are asked for, and what the watcher hears of it. */
function fetchingOf(job: ConversionJob, watcher: DownloadWatcher, patient: BackoffOptions): Fetching {
  const { context, row } = job;
  const hub = context.hub();
  const { source } = row;
  const revision = job.partial.file.commit;
  const withToken = hub.token !== undefined;
  const asked = source.kind === 'hub' ? { ...source, hub: hub.origin, withToken, revision } : undefined;
  const address = fileAddress(source, job.partial.file, hub.origin);
  if (address === undefined) throw new AppError('model-not-kept', { id: row.id });
  const place = { address, hub, asked };
  return {
    range(from, to, index) {
      let received = partBytes(job.partial.parts) - (index === undefined ? 0 : to - from);
      const tell = (count: number) => {
        received += count;
        const { needed } = job.partial;
        watcher.onPosition(received, needed && Math.max(needed, received));
      };
      tell(0);
      const { size, validator } = job.partial.file;
      const keep: Keep = async (bytes, start, facts) => {
        await noteFile(job, facts);
        await job.put(bytes, start, index);
      };
      // A bad part is replaced as a whole.
      const keepBytes = index === undefined ? Math.min(LIMITS.keepBytes, context.rangeBytes) : Infinity;
      const request = { ...place, known: { size, validator }, from, to };
      return fetchRange(request, keep, context.transport, { ...patient, keepBytes, onBytes: tell });
    },
    whole: () =>
      fetchWhole(job, place, {
        ...patient,
        rangeBytes: context.rangeBytes,
        onPosition: (position) => watcher.onPosition(position, job.partial.file.size),
      }),
  };
}

/** Once a checkpoint is understood: notes what it is, and sees that what is to come will fit. */
async function prepare(
  job: ConversionJob,
  watcher: DownloadWatcher,
  read: number,
  { bytesNeeded, facts }: OpenedCheckpointFacts,
): Promise<void> {
  const { file, parts } = job.partial;
  const stored = partBytes(parts);
  const isWhole = stored === file.size;
  const needed = isWhole ? undefined : read + bytesNeeded;
  await job.record({ needed }, facts);
  watcher.onChanged?.();
  // The parts lie there until the model made of them does.
  await makeRoom(job.context.store, Math.max(0, (needed ?? stored) - stored) + bytesNeeded);
}

/** After these what has come can never become the model; every failure of the conversion is one. */
function isHopeless(error: unknown): boolean {
  if (!(error instanceof AppError)) return false;
  return /^(?:checkpoint-.*|download-(?:changed|length|hash|html|pointer))$/.test(error.code);
}
