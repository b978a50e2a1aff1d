import type { ModelView } from '../../src/shared/models-api';
import type { LibraryContext } from './library-deps';
import type { News } from './news';
import type { ProgressBoard } from './progress-board';
import { rowView } from './row-view';
import { runDownload } from './run-download';

/** The downloads of this tab. One of each model at a time, across all tabs. */
export interface Downloads {
  start(id: string): Promise<ModelView>;
  /** Ends the download of this tab, if there is one; what came stays. */
  abort(id: string): void;
  /** Ends the download in whichever tab; resolves when this tab's has ended. */
  cancel(id: string): Promise<void>;
  /** Runs `job` while no tab downloads the model, ending such a download first. */
  without<T>(id: string, job: () => Promise<T>): Promise<T>;
}

interface Running {
  readonly promise: Promise<ModelView>;
  readonly controller: AbortController;
}

function lockName(id: string): string {
  return `download ${id}`;
}

/** `news` is asked for late because it needs the downloads to cancel them. */
export function createDownloads(context: LibraryContext, board: ProgressBoard, news: () => News): Downloads {
  const { tabs } = context;
  const running = new Map<string, Running>();

  async function run(id: string, signal: AbortSignal): Promise<ModelView> {
    try {
      const watcher = {
        ...board.watch(id, (progress) => news().tell({ kind: 'progress', progress })),
        onChanged: () => news().changed(),
      };
      const row = await tabs.exclusive(lockName(id), signal, () => runDownload(context, id, watcher, signal));
      return rowView(context, row, undefined);
    } catch (error) {
      news().stopped(id, error);
      throw error;
    } finally {
      running.delete(id);
      news().ended(id);
    }
  }

  function start(id: string): Promise<ModelView> {
    const known = running.get(id);
    if (known) return known.promise;
    const controller = new AbortController();
    const promise = run(id, controller.signal);
    running.set(id, { promise, controller });
    return promise;
  }

  async function cancel(id: string): Promise<void> {
    tabs.tell({ kind: 'cancel', id });
    const mine = running.get(id);
    mine?.controller.abort();
    // What it rejects with is told to whoever asked for the download.
    await mine?.promise.catch(() => undefined);
  }

  return {
    start,
    abort: (id) => running.get(id)?.controller.abort(),
    cancel,
    async without(id, job) {
      await cancel(id);
      return tabs.exclusive(lockName(id), undefined, job);
    },
  };
}
