import { buffersOf } from '../../src/shared/model-bytes';
import type { ModelsApi } from '../../src/shared/models-api';
import { transfer } from '../../src/shared/rpc';
import type { CatalogueEntry } from '../../src/shared/types';
import { fetchCatalogue } from '../sources/fetch-catalogue';
import { LIMITS } from '../sources/limits';
import { DEFAULT_HUB, parseHubOrigin } from '../sources/parse-catalogue';
import type { HubAccess } from '../sources/transport';
import type { ModelRow } from '../store/model-row';
import { addLocal } from './add-local';
import { addReference } from './add-reference';
import { checkUpdate } from './check-update';
import { createDownloads, type Downloads } from './downloads';
import { dropPartial } from './drop-partial';
import type { LibraryContext, LibraryDeps } from './library-deps';
import { createNews, type News } from './news';
import { openModel } from './open-model';
import { createProgressBoard, type ProgressBoard } from './progress-board';
import { rowView } from './row-view';
import { rowOf } from './run-download';
import { sweep } from './sweep';
import { deleteModel, exportModel, reportStorage, verifyModel } from './upkeep';

/** All that the page may ask about models. */
export type ModelLibrary = Omit<ModelsApi, 'aliveLock'>;

/** The hub in use and the site's catalogue: what the context looks up. Held in memory only. */
interface Site {
  hub: HubAccess;
  entries: readonly CatalogueEntry[];
  origin: string;
}

interface Parts {
  readonly context: LibraryContext;
  readonly site: Site;
  readonly board: ProgressBoard;
  readonly downloads: Downloads;
  readonly news: News;
}

function joinParts(deps: LibraryDeps): Parts {
  const site: Site = { hub: { origin: DEFAULT_HUB, token: undefined }, entries: [], origin: '' };
  const context: LibraryContext = {
    ...deps,
    hub: () => site.hub,
    entries: () => site.entries,
    entry: (id) => site.entries.find((entry) => entry.id === id),
    isBundled: (entry) => new URL(entry.address).origin === site.origin,
  };
  const board = createProgressBoard(deps.transport);
  const downloads: Downloads = createDownloads(context, board, () => news);
  const news: News = createNews(context, board, (id) => downloads.abort(id));
  return { context, site, board, downloads, news };
}

/** The catalogue, the hub and the token. */
function siteApi({ context, site, news }: Parts): Pick<ModelsApi, 'start' | 'setToken' | 'setHub'> {
  return {
    async start(catalogueAddress) {
      site.origin = new URL(catalogueAddress).origin;
      // Leftovers cost space, not truth: nobody waits for them to be freed.
      sweep(context).catch(() => undefined);
      const quick = { attempts: LIMITS.attemptsWhileWatched };
      const catalogue = await fetchCatalogue(context.transport, catalogueAddress, quick);
      site.entries = catalogue.models;
      site.hub = { origin: catalogue.hub, token: undefined };
      return news.models();
    },
    setToken(token) {
      const text = token?.trim();
      site.hub = { origin: site.hub.origin, token: text === '' ? undefined : text };
      return Promise.resolve();
    },
    setHub(origin) {
      const next = parseHubOrigin(origin);
      // A token is for the hub it was typed for.
      if (next !== site.hub.origin) site.hub = { origin: next, token: undefined };
      return Promise.resolve();
    },
  };
}

/** Joins sources and store: everything the app does with models except running them. */
export function createModelLibrary(deps: LibraryDeps): ModelLibrary {
  const parts = joinParts(deps);
  const { context, board, downloads, news } = parts;
  const { store } = deps;
  const view = (row: ModelRow) => rowView(context, row, board.get(row.id));

  /** The result of `job`, once what it changed is shown. */
  async function shown<T>(job: Promise<T>): Promise<T> {
    try {
      return await job;
    } finally {
      await news.refresh();
    }
  }

  return {
    ...siteApi(parts),
    models: () => news.models(),
    subscribe(listener) {
      news.subscribe(listener);
      return Promise.resolve();
    },
    async add(reference) {
      const added = await addReference(context, reference);
      if (added.kind === 'choices') return added;
      await news.refresh();
      return { kind: 'model', model: view(added.row) };
    },
    addLocal: async (file, name) => view(await shown(addLocal(context, file, name))),
    download: (id) => downloads.start(id),
    cancel: (id) => downloads.cancel(id),
    discard: (id) =>
      shown(
        downloads.without(id, async () => {
          const row = await store.rows.get(id);
          if (row?.partial) await dropPartial(context, row, row.partial);
        }),
      ),
    delete: (id) => shown(downloads.without(id, () => deleteModel(context, id))),
    verify: (id) => shown(verifyModel(context, id)),
    exportFile: (id) => shown(exportModel(context, id)),
    checkForUpdates: async (id) => view(await shown(checkUpdate(context, await rowOf(context, id)))),
    storage: () => reportStorage(context),
    async open(id, withBytes) {
      const watcher = board.watch(id, (progress) => news.tell({ kind: 'progress', progress }));
      const onPosition = watcher.onPosition.bind(watcher);
      try {
        const model = await openModel(context, id, { onPosition, withBytes });
        return transfer(model, model.bytes ? buffersOf(model.bytes) : []);
      } finally {
        // Shows also the damage that was only found now.
        news.ended(id);
      }
    },
    noteFacts: (id, facts) =>
      shown(
        store.rows
          .update(id, (row) => row && { ...row, facts: { ...row.facts, ...facts } })
          .then(() => undefined),
      ),
  };
}
