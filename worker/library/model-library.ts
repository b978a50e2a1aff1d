import { AppError, isAbort } from '../../src/shared/errors';
import type { Added, ModelFacts, ModelsApi, ModelsEvent, ModelView } from '../../src/shared/models-api';
import type { CatalogueEntry } from '../../src/shared/types';
import { fetchCatalogue } from '../sources/fetch-catalogue';
import { LIMITS } from '../sources/limits';
import { DEFAULT_HUB, parseHubOrigin } from '../sources/parse-catalogue';
import type { HubAccess } from '../sources/transport';
import type { ModelRow } from '../store/model-row';
import { contentBlob } from '../store/read-content';
import { addLocal } from './add-local';
import { addReference } from './add-reference';
import { checkParts } from './check-parts';
import { checkUpdate } from './check-update';
import type { LibraryContext, LibraryDeps, TabMessage } from './library-deps';
import { noteDamage, openModel, type ModelBytes, type OpenOptions } from './open-model';
import { createProgressBoard } from './progress-board';
import { entryView, rowView } from './row-view';
import { dropPartial, rowOf, runDownload } from './run-download';
import { sweep } from './sweep';

/** The models as the worker's other parts use them, besides what the page may ask. */
export interface ModelLibrary extends ModelsApi {
  /** Verified bytes, for the engine. */
  open(id: string, options?: OpenOptions): Promise<ModelBytes>;
  /** What the engine has read out of a model, to be shown from now on. */
  noteFacts(id: string, facts: ModelFacts): Promise<void>;
}

interface Running {
  readonly promise: Promise<ModelView>;
  readonly controller: AbortController;
}

/** Joins sources and store: everything the app does with models except running them. */
export function createModelLibrary(deps: LibraryDeps): ModelLibrary {
  const { store, tabs, transport } = deps;
  const running = new Map<string, Running>();
  const board = createProgressBoard(transport);
  let hub: HubAccess = { origin: DEFAULT_HUB, token: undefined };
  let entries: readonly CatalogueEntry[] = [];
  let siteOrigin = '';
  let listener: (event: ModelsEvent) => void = () => undefined;

  const context: LibraryContext = {
    ...deps,
    hub: () => hub,
    entries: () => entries,
    entry: (id) => entries.find((entry) => entry.id === id),
    isBundled: (entry) => new URL(entry.address).origin === siteOrigin,
  };

  const view = (row: ModelRow): ModelView => rowView(context, row, board.get(row.id));

  async function models(): Promise<readonly ModelView[]> {
    const rows = new Map((await store.rows.all()).map((row) => [row.id, row]));
    const listed = entries.map((entry) => {
      const row = rows.get(entry.id);
      return row ? view(row) : entryView(context, entry, board.get(entry.id));
    });
    const own = [...rows.values()].filter(({ id }) => !context.entry(id)).map(view);
    // A local file that is still being copied is not a model yet.
    return [...listed, ...own.filter(({ shareable, state }) => shareable || state !== 'remote')];
  }

  /** Shows what has changed, here and, unless they were the ones to tell, in the other tabs. */
  async function refresh(elsewhere = true): Promise<void> {
    if (elsewhere) tabs.tell({ kind: 'rows' });
    listener({ kind: 'models', models: await models() });
  }

  function onMessage(message: TabMessage): void {
    switch (message.kind) {
      case 'cancel':
        running.get(message.id)?.controller.abort();
        return;
      case 'progress':
        board.heard(message.progress, () => ignore(refresh(false)));
        listener(message);
        return;
      case 'stopped':
        if (!running.has(message.id)) board.remove(message.id);
        listener(message);
        ignore(refresh(false));
        return;
      case 'rows':
        ignore(refresh(false));
    }
  }
  tabs.listen(onMessage);

  function stopped(id: string, error: unknown): void {
    const known = error instanceof AppError ? error : undefined;
    const message = { kind: 'stopped', id, code: known?.code, data: known?.data ?? {} } as const;
    if (!isAbort(error) && !known) return;
    tabs.tell(message);
    listener(message);
  }

  async function startDownload(id: string, signal: AbortSignal): Promise<ModelView> {
    try {
      const row = await tabs.exclusive(`download ${id}`, signal, async () => {
        const watcher = board.watch(id, (progress) => {
          tabs.tell({ kind: 'progress', progress });
          listener({ kind: 'progress', progress });
        });
        return runDownload(context, id, watcher, signal);
      });
      board.remove(id);
      return view(row);
    } catch (error) {
      board.remove(id);
      stopped(id, error);
      throw error;
    } finally {
      running.delete(id);
      ignore(refresh());
    }
  }

  function download(id: string): Promise<ModelView> {
    const known = running.get(id);
    if (known) return known.promise;
    const controller = new AbortController();
    const promise = startDownload(id, controller.signal);
    running.set(id, { promise, controller });
    return promise;
  }

  /** Runs `job` while no tab downloads the model, ending such a download first. */
  async function withoutDownload<T>(id: string, job: () => Promise<T>): Promise<T> {
    await cancel(id);
    return tabs.exclusive(`download ${id}`, undefined, job);
  }

  async function cancel(id: string): Promise<void> {
    tabs.tell({ kind: 'cancel', id });
    const mine = running.get(id);
    mine?.controller.abort();
    // What it rejects with is told to whoever asked for the download.
    await mine?.promise.catch(() => undefined);
  }

  async function discard(id: string): Promise<void> {
    await withoutDownload(id, async () => {
      const row = await store.rows.get(id);
      if (row?.partial) await dropPartial(context, row, row.partial);
    });
    await refresh();
  }

  async function remove(id: string): Promise<void> {
    await withoutDownload(id, async () => {
      const row = await store.rows.get(id);
      // The row first: bytes without a row are swept away, a row without bytes would be a broken promise.
      await store.rows.update(id, () => undefined);
      for (const content of [row?.kept?.content, row?.partial?.content]) {
        if (content !== undefined) await store.parts.remove(content);
      }
    });
    await refresh();
  }

  async function verify(id: string): Promise<boolean> {
    const row = await store.rows.get(id);
    if (!row?.kept) throw new AppError('model-not-kept', { id });
    const { kept } = row;
    const { good, hash } = await checkParts(store.parts, kept);
    const intact = good === kept.parts.length && hash.hex() === kept.sha256;
    await noteDamage(context, row, kept, !intact);
    await refresh();
    return intact;
  }

  async function exportFile(id: string): Promise<Blob> {
    if (!(await verify(id))) throw new AppError('model-damaged', { id });
    const kept = (await store.rows.get(id))?.kept;
    if (!kept) throw new AppError('model-not-kept', { id });
    return contentBlob(store.parts, kept);
  }

  async function add(reference: string): Promise<Added> {
    const added = await addReference(context, reference);
    if (added.kind === 'choices') return added;
    await refresh();
    return { kind: 'model', model: view(added.row) };
  }

  async function suggestDeletions(bytes: number): Promise<readonly ModelView[]> {
    const kept = (await store.rows.all()).filter((row) => row.kept);
    kept.sort((a, b) => (a.kept?.usedAt ?? 0) - (b.kept?.usedAt ?? 0));
    let freed = 0;
    const suggested = kept.filter((row) => {
      const needed = freed < bytes;
      if (needed) freed += row.kept?.size ?? 0;
      return needed;
    });
    return suggested.map(view);
  }

  return {
    async start(catalogueAddress) {
      siteOrigin = new URL(catalogueAddress).origin;
      ignore(sweep(context));
      const quick = { attempts: LIMITS.attemptsWhileWatched };
      const catalogue = await fetchCatalogue(transport, catalogueAddress, quick);
      entries = catalogue.models;
      hub = { origin: catalogue.hub, token: undefined };
      return models();
    },
    models,
    subscribe(next) {
      listener = next;
      return Promise.resolve();
    },
    add,
    async addLocal(file, name) {
      const row = await addLocal(context, file, name);
      await refresh();
      return view(row);
    },
    download,
    cancel,
    discard,
    verify,
    delete: remove,
    exportFile,
    async checkForUpdates(id) {
      const row = await checkUpdate(context, await rowOf(context, id));
      await refresh();
      return view(row);
    },
    suggestDeletions,
    async storage() {
      const { usage, quota, persisted } = await store.space();
      const holds = (await store.rows.all()).some((row) => row.kept);
      const askToPersist = store.persistent && holds && persisted === false;
      return { available: store.persistent, usage, quota, persisted, askToPersist };
    },
    setToken(token) {
      const text = token?.trim();
      hub = { origin: hub.origin, token: text === '' ? undefined : text };
      return Promise.resolve();
    },
    setHub(origin) {
      const next = parseHubOrigin(origin);
      // A token is for the hub it was typed for.
      hub = next === hub.origin ? hub : { origin: next, token: undefined };
      return Promise.resolve();
    },
    open: (id, options) => openModel(context, id, options),
    async noteFacts(id, facts) {
      await store.rows.update(id, (row) => row && { ...row, facts });
      await refresh();
    },
  };
}

/** For news that nobody waits for: the next one will show what this one failed to. */
function ignore(job: Promise<unknown>): void {
  job.catch(() => undefined);
}
