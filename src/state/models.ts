import { batch, computed, signal, type ReadonlySignal } from '@preact/signals';
import type { WorkerClient } from '../client/worker-client';
import type { OpenedModel } from '../shared/api';
import { AppError } from '../shared/errors';
import type { ByteProgress } from '../shared/progress';
import type { CatalogueEntry } from '../shared/types';
import { asAppError } from './as-app-error';
import type { Settings } from './settings';

export type ModelState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'opening'; readonly progress: readonly ByteProgress[] }
  | { readonly kind: 'ready'; readonly model: OpenedModel }
  | { readonly kind: 'failed'; readonly error: AppError };

export interface Models {
  readonly catalogue: ReadonlySignal<readonly CatalogueEntry[]>;
  readonly selected: ReadonlySignal<CatalogueEntry | undefined>;
  readonly state: ReadonlySignal<ModelState>;
  /** Reads the catalogue and opens its first model. */
  start(): Promise<void>;
  /** Opens another model. */
  select(id: string): Promise<void>;
  /** Once more after a failure, from where it failed. */
  retry(): Promise<void>;
  /** The open model, once it is open. @throws AppError when it could not be opened */
  ready(): Promise<OpenedModel>;
}

export function createModels(client: WorkerClient, settings: Settings, catalogueAddress: string): Models {
  const catalogue = signal<readonly CatalogueEntry[]>([]);
  const selectedId = signal<string | undefined>(undefined);
  const state = signal<ModelState>({ kind: 'idle' });
  const selected = computed(() => catalogue.value.find(({ id }) => id === selectedId.value));
  let opening: Promise<void> = Promise.resolve();

  async function open(model: CatalogueEntry): Promise<void> {
    const latest = new Map<string, ByteProgress>();
    const current = () => selected.peek() === model;
    state.value = { kind: 'opening', progress: [] };
    try {
      const opened = await client.openModel({ model }, (progress) => {
        if (!current() || state.peek().kind !== 'opening') return;
        latest.set(progress.what, progress);
        state.value = { kind: 'opening', progress: [...latest.values()] };
      });
      if (current()) state.value = { kind: 'ready', model: opened };
    } catch (error) {
      if (current()) state.value = { kind: 'failed', error: asAppError(error) };
    }
  }

  async function select(id: string): Promise<void> {
    const model = catalogue.value.find((entry) => entry.id === id);
    if (!model) return;
    batch(() => {
      selectedId.value = id;
      settings.adopt(model);
    });
    opening = open(model);
    await opening;
  }

  async function start(): Promise<void> {
    state.value = { kind: 'opening', progress: [] };
    try {
      catalogue.value = await client.catalogue(catalogueAddress);
      const first = catalogue.value[0];
      if (!first) throw new AppError('catalogue-invalid', { field: 'models' });
      await select(first.id);
    } catch (error) {
      state.value = { kind: 'failed', error: asAppError(error) };
    }
  }

  function begin(): Promise<void> {
    opening = start();
    return opening;
  }

  return {
    catalogue,
    selected,
    state,
    start: begin,
    select,
    retry: () => (selectedId.value === undefined ? begin() : select(selectedId.value)),
    async ready() {
      // Another model may be chosen while one is being waited for.
      for (let awaited; awaited !== opening;) {
        awaited = opening;
        await awaited;
      }
      const { value } = state;
      if (value.kind === 'ready') return value.model;
      throw value.kind === 'failed' ? value.error : new AppError('engine-failed', { reason: 'no model' });
    },
  };
}
