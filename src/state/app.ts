import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import { fetchPicture } from '../client/image-source';
import type { WorkerClient } from '../client/worker-client';
import { asAppError } from './as-app-error';
import { createDetector, type Detector } from './detector';
import { createModels, type Models } from './models';
import { createPictures, type Pictures } from './pictures';
import { refilterOnChange } from './refilter';
import { SAMPLES } from './samples';
import { createSettings, type Settings } from './settings';
import type { AppError } from '../shared/errors';

/** Everything the components see. */
export interface App {
  readonly models: Models;
  readonly pictures: Pictures;
  readonly settings: Settings;
  readonly detector: Detector;
  /** Place in the list of the detection that is pointed at, on the picture or in the table. */
  readonly active: Signal<number | undefined>;
  /** A failure that belongs to no picture and no model. */
  readonly problem: ReadonlySignal<AppError | undefined>;
  /** A new version of the site is waiting. */
  readonly updateReady: ReadonlySignal<boolean>;
  addSample(id: string): Promise<void>;
  readonly update: () => void;
}

export interface AppDeps {
  readonly client: WorkerClient;
  /** Address the site lies at, with a slash at its end. */
  readonly base: string;
  readonly updateReady: ReadonlySignal<boolean>;
  readonly update: () => void;
}

/** Joins the concerns; starts nothing by itself. */
export function createApp({ client, base, updateReady, update }: AppDeps): App {
  const settings = createSettings();
  const models = createModels(client, settings, new URL('models.json', base).href);
  const pictures = createPictures();
  const problem = signal<AppError | undefined>(undefined);
  const active = signal<number | undefined>(undefined);
  // What was pointed at belongs to the picture that was in view, with the thresholds it had.
  const shown = computed(() => [pictures.selected.value, settings.thresholds.value]);
  shown.subscribe(() => {
    active.value = undefined;
  });
  refilterOnChange(client, pictures, settings);
  return {
    models,
    pictures,
    settings,
    detector: createDetector(client, models, pictures, settings),
    active,
    problem,
    updateReady,
    async addSample(id) {
      const sample = SAMPLES.find((candidate) => candidate.id === id);
      if (!sample) return;
      try {
        pictures.add([await fetchPicture(new URL(sample.path, base).href, sample.fileName)]);
        problem.value = undefined;
      } catch (error) {
        problem.value = asAppError(error);
      }
    },
    update,
  };
}
