import { createSha256 } from '../sources/sha256';
import { UNTOLD, type ModelRow, type PartialContent, type RemoteFile } from '../store/model-row';
import { checkParts } from './check-parts';
import { record, type DownloadJob } from './download-job';
import { askSource, pinFile } from './plan-download';

/** What there is to build on: an unfinished download, or the intact beginning of a damaged file. */
function unfinished(row: ModelRow): PartialContent | undefined {
  if (row.partial) return row.partial;
  if (!row.kept || !row.damaged) return undefined;
  const { content, file, parts, size } = row.kept;
  return { content, parts, file: { ...file, size } };
}

/** Takes an earlier download up again, from its last range that is still what it was. */
async function resume(job: DownloadJob, earlier: PartialContent): Promise<void> {
  const { good, hash } = await checkParts(job.context.store.parts, earlier, job.signal);
  job.hash = hash;
  await record(job, { ...earlier, parts: earlier.parts.slice(0, good) });
}

/** Begins a download whose earlier parts, if any, are of another file. */
async function startAnew(job: DownloadJob, file: RemoteFile): Promise<void> {
  const { newContent, store } = job.context;
  const stale = job.row.partial?.content;
  job.hash = await createSha256();
  await record(job, { content: newContent(), file, parts: [] });
  if (stale !== undefined) await store.parts.remove(stale);
}

/** Records what is to be fetched, and what of it is there already. */
export async function beginDownload(job: DownloadJob): Promise<void> {
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
  return startAnew(job, pinFile(offered, pinned));
}
