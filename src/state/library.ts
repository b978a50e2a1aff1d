import { signal, type ReadonlySignal } from '@preact/signals';
import type { LibraryClient } from '../client/library-client';
import { AppError, isAbort } from '../shared/errors';
import type { Added, ModelsEvent, ModelView, StorageReport } from '../shared/models-api';
import { asAppError } from './as-app-error';

/** What became of the last thing asked for a model. */
export type Notice =
  | { readonly kind: 'failed'; readonly error: AppError }
  | { readonly kind: 'verified' }
  | { readonly kind: 'up-to-date' }
  | { readonly kind: 'copied' }
  /** The browser copies nothing for this page: the person may. */
  | { readonly kind: 'to-copy'; readonly address: string };

/** Key of the notice that belongs to no model: the field to add one. */
export const ADDING = '';

export interface Library {
  readonly models: ReadonlySignal<readonly ModelView[]>;
  readonly storage: ReadonlySignal<StorageReport | undefined>;
  /** Notices by model id, or `ADDING`. */
  readonly notices: ReadonlySignal<ReadonlyMap<string, Notice>>;
  /** A repository that was named without a file. */
  readonly choices: ReadonlySignal<(Added & { kind: 'choices' }) | undefined>;
  /** Reads the catalogue. @throws AppError */
  start(): Promise<void>;
  /** Looks up a reference; undefined where it failed or there is a choice to be made. */
  add(reference: string): Promise<ModelView | undefined>;
  addLocal(file: File): Promise<ModelView | undefined>;
  download(id: string): Promise<void>;
  cancel(id: string): Promise<void>;
  discard(id: string): Promise<void>;
  verify(id: string): Promise<void>;
  remove(id: string): Promise<void>;
  exportFile(id: string): Promise<Blob | undefined>;
  checkForUpdates(id: string): Promise<void>;
  setToken(token: string): Promise<void>;
  setHub(origin: string): Promise<void>;
  note(id: string, notice: Notice | undefined): void;
}

/** The models that can be had, and what is known of them. */
export function createLibrary(client: LibraryClient): Library {
  const models = signal<readonly ModelView[]>([]);
  const storage = signal<StorageReport | undefined>(undefined);
  const notices = signal<ReadonlyMap<string, Notice>>(new Map());
  const choices = signal<(Added & { kind: 'choices' }) | undefined>(undefined);

  function note(id: string, notice: Notice | undefined): void {
    const next = new Map(notices.value);
    if (notice) next.set(id, notice);
    else next.delete(id);
    notices.value = next;
  }

  /** The result of a job, or a notice on what went wrong. */
  async function noted<T>(id: string, job: () => Promise<T>): Promise<T | undefined> {
    note(id, undefined);
    try {
      return await job();
    } catch (error) {
      if (isAbort(error)) return undefined;
      const failure = asAppError(error);
      note(id, { kind: 'failed', error: failure });
      // The next worker tells how the models stand.
      if (failure.code === 'library-lost') void refreshStorage();
      return undefined;
    }
  }

  async function refreshStorage(): Promise<void> {
    const report = await client.call((api) => api.storage()).catch(() => undefined);
    // Only a page may ask; the browser answers by its own rules, without a prompt in most cases.
    if (report?.askToPersist) {
      const persisted = await navigator.storage.persist().catch(() => false);
      storage.value = { ...report, persisted, askToPersist: false };
    } else storage.value = report;
  }

  client.listen((event: ModelsEvent) => {
    if (event.kind === 'models') {
      models.value = event.models;
      void refreshStorage();
    } else if (event.kind === 'progress') {
      const { progress } = event;
      models.value = models.value.map((model) => (model.id === progress.id ? { ...model, progress } : model));
      // Another tab may have begun it again: what had failed here is over.
      if (notices.peek().get(progress.id)?.kind === 'failed') note(progress.id, undefined);
    } else if (event.code) {
      note(event.id, { kind: 'failed', error: new AppError(event.code, event.data) });
    }
  });

  return {
    models,
    storage,
    notices,
    choices,
    note,
    async start() {
      models.value = await client.start();
      void refreshStorage();
    },
    async add(reference) {
      choices.value = undefined;
      const added = await noted(ADDING, () => client.call<Added>((api) => api.add(reference)));
      if (added?.kind === 'choices') choices.value = added;
      return added?.kind === 'model' ? added.model : undefined;
    },
    addLocal: (file) => noted(ADDING, () => client.call((api) => api.addLocal(file, file.name))),
    async download(id) {
      await noted(id, () => client.call((api) => api.download(id)));
    },
    async cancel(id) {
      await noted(id, () => client.call((api) => api.cancel(id)));
    },
    async discard(id) {
      await noted(id, () => client.call((api) => api.discard(id)));
    },
    async verify(id) {
      const intact = await noted(id, () => client.call((api) => api.verify(id)));
      if (intact) note(id, { kind: 'verified' });
      else if (intact === false) note(id, { kind: 'failed', error: new AppError('model-damaged', { id }) });
    },
    async remove(id) {
      await noted(id, () => client.call((api) => api.delete(id)));
    },
    exportFile: (id) => noted(id, () => client.call((api) => api.exportFile(id))),
    async checkForUpdates(id) {
      const model = await noted(id, () => client.call((api) => api.checkForUpdates(id)));
      if (model && model.state !== 'update') note(id, { kind: 'up-to-date' });
    },
    async setToken(token) {
      await noted(ADDING, () => client.setToken(token || undefined));
    },
    async setHub(origin) {
      await noted(ADDING, () => client.setHub(origin));
    },
  };
}
