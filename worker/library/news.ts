import { AppError, isAbort } from '../../src/shared/errors';
import type { ModelsEvent, ModelView } from '../../src/shared/models-api';
import type { LibraryContext, TabMessage } from './library-deps';
import type { ProgressBoard } from './progress-board';
import { entryView, rowView } from './row-view';

/** What this tab shows of the models, and what it tells the others. */
export interface News {
  models(): Promise<readonly ModelView[]>;
  /** Shows what has changed, here and in the other tabs. */
  refresh(): Promise<void>;
  /** The same, where nobody waits for it; what fails to be shown now is with the next change. */
  changed(): void;
  /** Tells an event here and to the other tabs. */
  tell(event: Extract<ModelsEvent, { kind: 'progress' | 'stopped' }>): void;
  /** A download of this tab is over. Shows what has changed. */
  ended(id: string): void;
  /** A download of this tab has failed or was cancelled. */
  stopped(id: string, error: unknown): void;
  subscribe(listener: (event: ModelsEvent) => void): void;
}

/** All models: the catalogue's in its order, then the person's own. */
async function allModels(context: LibraryContext, board: ProgressBoard): Promise<readonly ModelView[]> {
  const rows = new Map((await context.store.rows.all()).map((row) => [row.id, row]));
  const listed = context.entries().map((entry) => {
    const row = rows.get(entry.id);
    const progress = board.get(entry.id);
    return row ? rowView(context, row, progress) : entryView(context, entry, progress);
  });
  const own = [...rows.values()]
    .filter(({ id }) => !context.entry(id))
    .map((row) => rowView(context, row, board.get(row.id)));
  // A local file that is still being copied is not a model yet.
  return [...listed, ...own.filter(({ shareable, keptAt }) => shareable || keptAt !== undefined)];
}

/** `onCancel` runs when another tab asks for the end of a download of this one. */
export function createNews(
  context: LibraryContext,
  board: ProgressBoard,
  onCancel: (id: string) => void,
): News {
  const { tabs } = context;
  let listener: (event: ModelsEvent) => void = () => undefined;

  const models = () => allModels(context, board);
  async function show(): Promise<void> {
    listener({ kind: 'models', models: await models() });
  }
  const showSoon = () => void show().catch(() => undefined);
  async function refresh(): Promise<void> {
    tabs.tell({ kind: 'rows' });
    await show();
  }
  function tell(event: Extract<ModelsEvent, { kind: 'progress' | 'stopped' }>): void {
    tabs.tell(event);
    listener(event);
  }

  const changed = () => void refresh().catch(() => undefined);

  tabs.listen((message: TabMessage) => {
    if (message.kind === 'cancel') onCancel(message.id);
    else if (message.kind === 'rows') showSoon();
    else if (message.kind === 'ended') board.remove(message.id);
    else {
      if (message.kind === 'progress') board.heard(message.progress, showSoon);
      else board.remove(message.id);
      listener(message);
    }
  });

  return {
    models,
    refresh,
    changed,
    ended(id) {
      board.remove(id);
      tabs.tell({ kind: 'ended', id });
      changed();
    },
    tell,
    stopped(id, error) {
      const known = error instanceof AppError ? error : undefined;
      if (known || isAbort(error)) tell({ kind: 'stopped', id, code: known?.code, data: known?.data ?? {} });
    },
    subscribe: (next) => (listener = next),
  };
}
