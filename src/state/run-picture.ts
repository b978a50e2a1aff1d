import type { EngineClient } from '../client/engine-client';
import type { PicturesClient } from '../client/pictures-client';
import type { OpenedModel } from '../shared/engine-api';
import { AppError } from '../shared/errors';
import { asAppError } from './as-app-error';
import type { Engine } from './engine';
import { inputOptions, longestSide, smallerSide } from './input-options';
import type { Keeping } from './keeping';
import type { Maps } from './maps';
import type { Models } from './models';
import { openSource, type PictureSource } from './picture-source';
import type { PictureItem, PictureResult } from './pictures';
import { planPasses } from './plan-passes';
import { runPasses, type RunControl } from './run-passes';
import type { Settings } from './settings';

/** Runs the model over one picture and prepares `next` meanwhile. */
export type RunPicture = (
  item: PictureItem,
  next: PictureItem | undefined,
  control: RunControl,
) => Promise<'done' | 'failed' | 'cancelled'>;

interface Deps {
  readonly engine: Engine;
  readonly engineClient: EngineClient;
  readonly picturesClient: PicturesClient;
  readonly models: Models;
  readonly settings: Settings;
  readonly maps: Maps;
  readonly keeping: Pick<Keeping, 'keep'>;
}

export function createRunPicture(deps: Deps): RunPicture {
  const { engine, engineClient, picturesClient, models, settings, maps, keeping } = deps;
  /** The next picture, being opened while one is in the network, and what it is opened for. */
  let ahead:
    { readonly key: string; readonly item: PictureItem; readonly source: Promise<PictureSource> } | undefined;

  /** What a picture is opened for: it has to be opened anew where any of it has changed. */
  const purpose = (model: OpenedModel, side: number | undefined) =>
    [model.sha256, side, settings.slicing.peek()].join();

  function open(item: PictureItem, model: OpenedModel, side: number | undefined): Promise<PictureSource> {
    const slicing = settings.slicing.peek();
    const ready = ahead;
    ahead = undefined;
    if (ready?.item === item && ready.key === purpose(model, side)) return ready.source;
    void ready?.source.then((source) => source.close()).catch(() => undefined);
    return openSource(picturesClient, item.file, {
      input: inputOptions(model.metadata, side),
      plan: (size) => planPasses(size, maps.frameOf(item, size), slicing, models.selected.peek()?.tileSide),
    });
  }

  function openAhead(item: PictureItem, model: OpenedModel): void {
    const side = settings.inputSize.peek();
    const source = open(item, model, side);
    ahead = { key: purpose(model, side), item, source };
    // Its failure is told when its turn comes.
    source.then((opened) => opened.start(0)).catch(() => undefined);
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
    const source = await open(item, await openModel(), side);
    try {
      // The worker may have ended meanwhile, which was not this picture's doing.
      const model = await openModel();
      const { iou, agnostic } = settings.thresholds.peek();
      const passes = await runPasses(source, {
        ...control,
        suppression: { iou, agnostic },
        detect: (request) => engineClient.detect(request),
        recycle: (tensor) => picturesClient.recycle(tensor),
        onLast: () => next && openAhead(next, model),
      });
      return passes && { ...passes, model, suppression: { iou, agnostic }, reducedFrom: undefined };
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

  return async (item, next, control) => {
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
  };
}

function hasCode(error: unknown, code: AppError['code']): error is AppError {
  return error instanceof AppError && error.code === code;
}
