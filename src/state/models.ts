import { batch, computed, effect, signal, type ReadonlySignal } from '@preact/signals';
import type { LibraryClient } from '../client/library-client';
import type { OpenedModel } from '../shared/engine-api';
import { AppError } from '../shared/errors';
import type { ModelView } from '../shared/models-api';
import type { ByteProgress } from '../shared/progress';
import { asAppError } from './as-app-error';
import type { Engine } from './engine';
import type { Library } from './library';
import type { Settings } from './settings';
import type { GivenUp } from './trusted-open';

export type ModelState =
  | { readonly kind: 'idle' }
  /** Not on this device; its download is offered. */
  | { readonly kind: 'absent' }
  /** `engine` is how far the runtime is; the model's own progress stands in its row. */
  | { readonly kind: 'opening'; readonly engine: ByteProgress | undefined }
  /** `givenUp` is what was tried before and not trusted. */
  | { readonly kind: 'ready'; readonly model: OpenedModel; readonly givenUp: GivenUp | undefined }
  | { readonly kind: 'failed'; readonly error: AppError };

/** The model that is in use. */
export interface Models {
  readonly selected: ReadonlySignal<ModelView | undefined>;
  readonly state: ReadonlySignal<ModelState>;
  /** Reads the catalogue and opens its first model, or `preferred`. */
  start(preferred?: (library: Library) => Promise<ModelView | undefined>): Promise<void>;
  /** Uses another model: opens it, or offers its download. */
  select(id: string): Promise<void>;
  /** Once more after a failure, from where it failed; also after the engine's worker was lost. */
  retry(): Promise<void>;
  /** The open model, once it is open. @throws AppError where none can be had */
  ready(): Promise<OpenedModel>;
}

interface Deps {
  readonly engine: Engine;
  readonly client: LibraryClient;
  readonly library: Library;
  readonly settings: Settings;
}

const OPENABLE: ReadonlySet<ModelView['state']> = new Set(['bundled', 'kept', 'memory', 'update']);

export function createModels({ engine, client, library, settings }: Deps): Models {
  const selectedId = signal<string | undefined>(undefined);
  const state = signal<ModelState>({ kind: 'idle' });
  const selected = computed(() => library.models.value.find(({ id }) => id === selectedId.value));
  let preferred: ((library: Library) => Promise<ModelView | undefined>) | undefined;
  let begun: () => void = () => undefined;
  // Who asks for a model before the first one is being opened waits for it.
  let opening = new Promise<void>((resolve) => (begun = resolve));
  let newest = 0;

  async function open(id: string): Promise<void> {
    const mine = ++newest;
    const set = (next: ModelState) => {
      if (mine === newest) state.value = next;
    };
    set({ kind: 'opening', engine: undefined });
    try {
      const { model, givenUp } = await engine.open(
        (withBytes) => client.call((api) => api.open(id, withBytes)),
        (progress) => {
          if (state.peek().kind === 'opening') set({ kind: 'opening', engine: progress });
        },
      );
      if (mine !== newest) return;
      set({ kind: 'ready', model, givenUp });
      const { task, names, inputSize } = model.metadata;
      // The first picture does not wait for it.
      client.call((api) => api.noteFacts(id, { task, classes: names, inputSize })).catch(() => undefined);
    } catch (error) {
      set({ kind: 'failed', error: asAppError(error) });
    }
  }

  function openOrOffer(model: ModelView): Promise<void> {
    if (OPENABLE.has(model.state)) return open(model.id);
    newest++;
    state.value = { kind: 'absent' };
    return Promise.resolve();
  }

  function isInUse({ id, sha256 }: ModelView): boolean {
    const current = state.peek();
    return id === selectedId.peek() && current.kind === 'ready' && current.model.sha256 === sha256;
  }

  function select(id: string): Promise<void> {
    const model = library.models.peek().find((candidate) => candidate.id === id);
    if (!model) return Promise.resolve();
    if (isInUse(model)) {
      // A run goes on with it.
      settings.adopt(model.thresholds);
      return Promise.resolve();
    }
    batch(() => {
      selectedId.value = id;
      settings.adopt(model.thresholds);
    });
    opening = openOrOffer(model);
    return opening;
  }

  async function begin(): Promise<void> {
    state.value = { kind: 'opening', engine: undefined };
    engine.prepare();
    try {
      await library.start();
      const model = (await preferred?.(library)) ?? library.models.value[0];
      if (!model) throw new AppError('catalogue-invalid', { where: 'models' });
      // Somebody may have chosen one as soon as there was a list.
      if (selectedId.peek() === undefined) await select(model.id);
    } catch (error) {
      state.value = { kind: 'failed', error: asAppError(error) };
    }
  }

  // A model that was waited for is opened as soon as it has come.
  effect(() => {
    const model = selected.value;
    if (state.peek().kind === 'absent' && model && OPENABLE.has(model.state)) opening = open(model.id);
  });

  return {
    selected,
    state,
    start(first) {
      preferred = first;
      opening = begin();
      begun();
      return opening;
    },
    select,
    retry() {
      const model = selected.peek();
      opening = model ? openOrOffer(model) : begin();
      return opening;
    },
    async ready() {
      // Another model may be chosen while one is being waited for.
      for (let awaited; awaited !== opening;) {
        awaited = opening;
        await awaited;
      }
      const { value } = state;
      if (value.kind === 'ready') return value.model;
      throw value.kind === 'failed'
        ? value.error
        : new AppError('model-not-kept', { id: selectedId.value ?? '' });
    },
  };
}
