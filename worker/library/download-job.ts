import type { Waiting } from '../sources/backoff';
import type { Sha256 } from '../sources/sha256';
import type { ModelRow, PartialContent } from '../store/model-row';
import type { LibraryContext } from './library-deps';

export interface DownloadWatcher {
  onPosition(received: number, total: number | undefined): void;
  onWaiting(waiting: Waiting | undefined): void;
  /** The row has something new to show. */
  onChanged?(): void;
}

/** A download under way. */
export interface DownloadJob {
  readonly context: LibraryContext;
  readonly row: ModelRow;
  readonly watcher: DownloadWatcher;
  readonly signal: AbortSignal;
  partial: PartialContent;
  hash: Sha256;
}

/** Records how far the download is; only then do its parts count. */
export async function record(job: DownloadJob, partial: PartialContent): Promise<void> {
  await job.context.store.rows.update(job.row.id, (row) => ({ ...(row ?? job.row), partial }));
  job.partial = partial;
}
