import type { EngineClient } from '../client/engine-client';
import type { PicturesClient } from '../client/pictures-client';
import type { DetectRequest, OpenedModel } from '../shared/engine-api';
import { AppError } from '../shared/errors';
import type { Thresholds } from '../shared/types';
import { asAppError } from './as-app-error';
import type { Engine } from './engine';
import { createExpectedPicture } from './expected-picture';
import { inputOptions, longestSide, smallerSide } from './input-options';
import type { Keeping } from './keeping';
import type { Maps } from './maps';
import type { Models } from './models';
import { openSource, type PictureSource } from './picture-source';
import type { PictureItem, PictureResult } from './pictures';
import { planPasses } from './plan-passes';
import { runPasses, showTile, type Job, type RunControl } from './run-passes';
import type { Settings } from './settings';

export interface PictureRunner {
  /** Decodes a picture that is to be run as soon as there is a model. */
  expect(item: PictureItem): void;
  /** Runs the model over one picture; `next` is prepared meanwhile and waits at the engine. */
  run(
    item: PictureItem,
    next: PictureItem | undefined,
    control: RunControl,
  ): Promise<'done' | 'failed' | 'cancelled'>;
}

type Suppression = Pick<Thresholds, 'iou' | 'agnostic'>;

interface Opening {
  readonly source: Promise<PictureSource>;
  /** Its first tile, where that was shown already. */
  readonly first: Promise<Job> | undefined;
}

interface Deps {
  readonly engine: Engine;
  readonly engineClient: EngineClient;
  readonly picturesClient: PicturesClient;
  readonly models: Models;
  readonly settings: Settings;
  readonly maps: Maps;
  readonly keeping: Pick<Keeping, 'keep'>;
}

export function createPictureRunner(deps: Deps): PictureRunner {
  const { engine, engineClient, picturesClient, models, settings, maps, keeping } = deps;
  /** The next picture, which waits at the engine while one is in the network, and what it was opened for. */
  let ahead:
    (Opening & { readonly item: PictureItem; readonly model: OpenedModel; readonly key: string }) | undefined;

  const expected = createExpectedPicture(picturesClient);

  const suppressionNow = (): Suppression => {
    const { iou, agnostic } = settings.thresholds.peek();
    return { iou, agnostic };
  };
  const shower = (suppression: Suppression) => ({
    suppression,
    detect: (request: DetectRequest) => engineClient.detect(request),
  });

  /** What a picture is opened for, besides its model: it has to be opened anew where any of it has changed. */
  const purpose = (side: number | undefined, { iou, agnostic }: Suppression) =>
    [side, settings.slicing.peek(), iou, agnostic].join();

  function open(item: PictureItem, model: OpenedModel, side: number | undefined, key: string): Opening {
    const slicing = settings.slicing.peek();
    const ready = ahead;
    ahead = undefined;
    // A model that was opened anew may have been so because of what waited at its engine, or on another one.
    if (ready?.item === item && ready.model === model && ready.key === key) return ready;
    void ready?.source.then((source) => source.close()).catch(() => undefined);
    const source = openSource(picturesClient, item.file, {
      input: inputOptions(model.metadata, side),
      plan: (size) => planPasses(size, maps.frameOf(item, size), slicing, models.selected.peek()?.tileSide),
      decoding: expected.take(item),
    });
    return { source, first: undefined };
  }

  function openAhead(item: PictureItem, model: OpenedModel): void {
    const side = settings.inputSize.peek();
    const suppression = suppressionNow();
    const key = purpose(side, suppression);
    const { source } = open(item, model, side, key);
    const first = source.then((opened) => showTile(opened, 0, shower(suppression)));
    // Its failure is told when its turn comes.
    first.catch(() => undefined);
    ahead = { item, model, key, source, first };
  }

  /** The open model, opened again where its worker has ended. */
  async function openModel(): Promise<OpenedModel> {
    if (!engineClient.isOpen()) await models.retry();
    return models.ready();
  }

  async function runOnce(
    item: PictureItem,
    next: PictureItem | undefined,
    side: number | undefined,
    control: RunControl,
  ): Promise<PictureResult | undefined> {
    const suppression = suppressionNow();
    const opened = await openModel();
    const opening = open(item, opened, side, purpose(side, suppression));
    const source = await opening.source;
    try {
      // The worker may have ended meanwhile, which was not this picture's doing.
      const model = await openModel();
      const deps = {
        ...control,
        ...shower(suppression),
        recycle: (tensor: Float32Array<ArrayBuffer>) => picturesClient.recycle(tensor),
        onLast: () => next && openAhead(next, model),
      };
      const passes = await runPasses(source, deps, model === opened ? opening.first : undefined);
      return passes && { ...passes, model, suppression, reducedFrom: undefined };
    } finally {
      source.close();
    }
  }

  /** Runs a picture; once more on another backend, and once more at a smaller size, where the engine failed under it. */
  async function runWithRetries(item: PictureItem, next: PictureItem | undefined, control: RunControl) {
    const wanted = settings.inputSize.peek();
    let side = wanted;
    let reducedFrom: number | undefined;
    for (let starved = false; ;) {
      const model = await openModel();
      try {
        const result = await runOnce(item, next, side, control);
        return result && { ...result, reducedFrom };
      } catch (error) {
        const failed = hasCode(error, 'backend-failed');
        const starving = hasCode(error, 'worker-lost') || hasCode(error, 'out-of-memory');
        if (!failed && !starving) throw error;
        // Of no more use to anybody, this picture or the next.
        engineClient.end();
        if (failed) engine.giveUp(model, error);
        else if (starved) throw error;
        else {
          starved = true;
          side = smallerSide(model.metadata, wanted);
          if (side !== wanted) reducedFrom = longestSide(model.metadata, wanted);
        }
      }
    }
  }

  async function run(item: PictureItem, next: PictureItem | undefined, control: RunControl) {
    const before = item.status.peek();
    item.status.value = { kind: 'running' };
    try {
      const result = await runWithRetries(item, next, control);
      if (result) {
        item.size.value = result.picture;
        void keeping.keep(item, result);
      }
      item.status.value = result ? { kind: 'done', result } : before;
      return result ? 'done' : 'cancelled';
    } catch (error) {
      item.status.value = { kind: 'failed', error: asAppError(error) };
      return 'failed';
    }
  }

  return { run, expect: (item) => expected.decode(item) };
}

function hasCode(error: unknown, code: AppError['code']): error is AppError {
  return error instanceof AppError && error.code === code;
}
