import { effect, signal, type ReadonlySignal } from '@preact/signals';
import { beginningOf, keyOf } from '../client/known-file';
import type { KeptResults } from '../client/kept-results';
import type { OpenedModel } from '../shared/engine-api';
import type { Maps } from './maps';
import type { Models } from './models';
import type { PictureItem, PictureResult, Pictures } from './pictures';
import { planPasses, type Slicing } from './plan-passes';
import type { Settings } from './settings';

/** Goes up when kept results could no longer be understood, or would come out differently, within a version. */
const FORMAT = 2;
/** What results are kept and found under, besides picture, model and settings. */
export const EDITION = `${__APP_VERSION__}, ${FORMAT}`;

/** What decides about a result, besides picture and model. */
interface Asked {
  readonly inputSize: number | undefined;
  readonly slicing: Slicing;
}

/** Results that outlive the page. The files themselves are not kept. */
export interface Keeping {
  /** How many are kept on this device. */
  readonly count: ReadonlySignal<number>;
  /** Goes up whenever pictures of the queue got a result of an earlier visit. */
  readonly restored: ReadonlySignal<number>;
  /** Ends when everything in the queue has been looked up. */
  settled(): Promise<void>;
  /** Keeps what was found under the settings that it was asked under. */
  keep(item: PictureItem, result: PictureResult, asked: Asked): Promise<void>;
  forget(): Promise<void>;
}

interface Deps {
  readonly store: KeptResults;
  readonly pictures: Pictures;
  readonly models: Pick<Models, 'state' | 'selected'>;
  readonly settings: Pick<Settings, 'inputSize' | 'slicing'>;
  readonly maps: Pick<Maps, 'frameOf'>;
}

/** Keeps what was found, and gives it to pictures that are added again, under the same model and settings. */
export function createKeeping({ store, pictures, models, settings, maps }: Deps): Keeping {
  const count = signal(0);
  const restored = signal(0);
  let looking: Promise<void> = Promise.resolve();
  void store.count().then((number) => (count.value = number));

  /** What each picture was looked up under last. */
  const looked = new WeakMap<PictureItem, string>();

  function circumstances(
    { sha256 }: Pick<OpenedModel, 'sha256'>,
    { inputSize, slicing }: Asked,
  ): readonly unknown[] {
    return [EDITION, sha256, inputSize ?? 'own', slicing];
  }

  /** Whether the picture would be cut into the same tiles today: its extent may have been set anew. */
  function isCurrent(item: PictureItem, { picture, passes, wrap }: PictureResult): boolean {
    const frame = maps.frameOf(item, picture);
    const plan = planPasses(picture, frame, settings.slicing.peek(), models.selected.peek()?.tileSide);
    return (
      plan.wrap === wrap &&
      same(
        plan.tiles,
        passes.map(({ tile }) => tile),
      )
    );
  }

  async function restore(items: readonly PictureItem[], under: readonly unknown[]): Promise<void> {
    let found = 0;
    for (const item of items) {
      if (item.status.peek().kind !== 'queued' || looked.get(item) === under.join()) continue;
      looked.set(item, under.join());
      const key = await keyOf(item.file, under);
      const result = key === undefined ? undefined : await store.read(key);
      // Only where something is kept of such a file is it read.
      if (!isResult(result) || (await beginningOf(item.file)) !== result.beginning) continue;
      // It may have begun to run meanwhile.
      if (!isCurrent(item, result) || item.status.peek().kind !== 'queued') continue;
      item.size.value = result.picture;
      item.status.value = { kind: 'done', result };
      found++;
    }
    if (found > 0) restored.value++;
  }

  effect(() => {
    const state = models.state.value;
    const items = pictures.items.value;
    if (state.kind !== 'ready') return;
    // Looked up again when the model or the settings change.
    const asked = { inputSize: settings.inputSize.value, slicing: settings.slicing.value };
    const under = circumstances(state.model, asked);
    looking = looking.then(() => restore(items, under));
  });

  return {
    count,
    restored,
    settled: () => looking,
    async keep(item, result, asked) {
      const key = await keyOf(item.file, circumstances(result.model, asked));
      const kept = key === undefined ? undefined : await store.write(key, result);
      if (kept !== undefined) count.value = kept;
    },
    async forget() {
      await store.clear();
      count.value = 0;
    },
  };
}

function same(a: unknown, b: unknown): boolean {
  return JSON.stringify(a) === JSON.stringify(b);
}

/** Keys hold the edition, so that what comes back under one is a result or was damaged. */
function isResult(value: unknown): value is PictureResult {
  return typeof value === 'object' && value !== null && 'passes' in value && Array.isArray(value.passes);
}
