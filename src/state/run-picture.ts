import type { EngineClient } from '../client/engine-client';
import type { PicturesClient } from '../client/pictures-client';
import type { OpenedModel, PreparedPicture } from '../shared/engine-api';
import { AppError } from '../shared/errors';
import type { InputOptions } from '../shared/pictures-api';
import { asAppError } from './as-app-error';
import type { Engine } from './engine';
import { inputOptions, longestSide, smallerSide } from './input-options';
import type { Models } from './models';
import type { PictureItem, PictureResult } from './pictures';
import type { Settings } from './settings';

/** Runs the model over one picture and prepares `next` meanwhile; false where the picture failed. */
export type RunPicture = (item: PictureItem, next: PictureItem | undefined) => Promise<boolean>;

interface Deps {
  readonly engine: Engine;
  readonly engineClient: EngineClient;
  readonly picturesClient: PicturesClient;
  readonly models: Models;
  readonly settings: Settings;
}

/** A picture that is being prepared ahead, and for what. */
interface Ahead {
  readonly item: PictureItem;
  readonly model: OpenedModel;
  readonly side: number | undefined;
  readonly picture: Promise<PreparedPicture>;
}

export function createRunPicture({
  engine,
  engineClient,
  picturesClient,
  models,
  settings,
}: Deps): RunPicture {
  let ahead: Ahead | undefined;

  function prepare(
    item: PictureItem,
    model: OpenedModel,
    side: number | undefined,
  ): Promise<PreparedPicture> {
    const ready = ahead;
    ahead = undefined;
    if (ready?.item === item && ready.model.sha256 === model.sha256 && ready.side === side)
      return ready.picture;
    const options = inputOptions(model.metadata, side);
    return prepareTwice(item.file, options);
  }

  /** A worker that died may have died of something else, e.g. of another tab's hunger; not twice. */
  async function prepareTwice(file: File, options: InputOptions): Promise<PreparedPicture> {
    try {
      return await picturesClient.prepare(file, options);
    } catch (error) {
      if (!hasCode(error, 'worker-lost')) throw error;
    }
    try {
      return await picturesClient.prepare(file, options);
    } catch (error) {
      throw hasCode(error, 'worker-lost') ? new AppError('decoder-lost', {}, { cause: error }) : error;
    }
  }

  function prepareAhead(item: PictureItem, model: OpenedModel): void {
    const side = settings.inputSize.peek();
    const picture = prepare(item, model, side);
    // Its failure is told when its turn comes.
    picture.catch(() => undefined);
    ahead = { item, model, side, picture };
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
    opened: OpenedModel,
  ): Promise<PictureResult> {
    const prepared = await prepare(item, opened, side);
    // The worker may have ended meanwhile, which was not this picture's doing.
    const model = await openModel();
    const { iou, agnostic } = settings.thresholds.peek();
    const running = engineClient.detect({ ...prepared, iou, agnostic });
    if (next) prepareAhead(next, model);
    const { candidates, detections, timings, tensor } = await running;
    picturesClient.recycle(tensor);
    return {
      candidates,
      detections,
      timings: { ...prepared.timings, ...timings },
      model,
      suppression: { iou, agnostic },
      reducedFrom: undefined,
    };
  }

  /** Runs a picture; once more on another backend, and once more at a smaller size, where the engine failed under it. */
  async function runWithRetries(item: PictureItem, next: PictureItem | undefined): Promise<PictureResult> {
    const wanted = settings.inputSize.peek();
    let side = wanted;
    let reducedFrom: number | undefined;
    for (let starved = false; ;) {
      const model = await openModel();
      try {
        return { ...(await runOnce(item, next, side, model)), reducedFrom };
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

  return async (item, next) => {
    item.status.value = { kind: 'running' };
    try {
      item.status.value = { kind: 'done', result: await runWithRetries(item, next) };
      return true;
    } catch (error) {
      item.status.value = { kind: 'failed', error: asAppError(error) };
      return false;
    }
  };
}

function hasCode(error: unknown, code: AppError['code']): error is AppError {
  return error instanceof AppError && error.code === code;
}
