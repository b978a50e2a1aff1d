import type { EngineClient } from '../client/engine-client';
import type { PicturesClient } from '../client/pictures-client';
import type { DetectRequest, OpenedModel } from '../shared/engine-api';
import { AppError } from '../shared/errors';
import { asAppError } from './as-app-error';
import type { Engine } from './engine';
import { longestSide, smallerSide } from './input-options';
import type { Keeping } from './keeping';
import type { Maps } from './maps';
import type { Models } from './models';
import { createPictureOpener, suppressionOf } from './picture-opener';
import type { PictureItem, PictureResult } from './pictures';
import { runPasses, type RunControl } from './run-passes';
import type { Settings } from './settings';
import { isSuppressedWith, suppressAnew } from './suppress-anew';

export interface PictureRunner {
  /** Decodes a picture that is to be run as soon as there is a model. */
  expect(item: PictureItem): void;
  /**
   * Runs the model over one picture.
   * @param upcoming the next two of the queue: one is prepared meanwhile and waits at the engine, the other is decoded
   */
  run(
    item: PictureItem,
    upcoming: readonly PictureItem[],
    control: RunControl,
  ): Promise<'done' | 'failed' | 'cancelled'>;
  /** Lets go of what was prepared for a picture that is not run after all. */
  rest(): void;
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
  const detect = (model: OpenedModel, request: DetectRequest) => engineClient.detect(model, request);
  const opener = createPictureOpener({ picturesClient, models, settings, maps, detect });

  /** The open model, opened again where its worker has ended. */
  async function openModel(): Promise<OpenedModel> {
    if (!engineClient.isOpen() && models.state.peek().kind !== 'opening') await models.retry();
    return models.ready();
  }

  async function runOnce(
    item: PictureItem,
    upcoming: readonly PictureItem[],
    side: number | undefined,
    control: RunControl,
  ): Promise<PictureResult | undefined> {
    const [next, later] = upcoming;
    const suppression = suppressionOf(settings);
    const opened = await openModel();
    const opening = opener.open(item, opened, side, suppression);
    const source = await opening.source;
    try {
      // The worker may have ended meanwhile, which was not this picture's doing.
      const model = await openModel();
      if (model.sha256 !== opened.sha256) throw new AppError('worker-lost');
      const deps = {
        ...control,
        detect: (request: DetectRequest) => detect(model, request),
        suppression,
        recycle: (tensor: Uint8Array<ArrayBuffer>) => picturesClient.recycle(tensor),
        onLast: () => next && opener.openAhead(next, later, model),
      };
      const passes = await runPasses(source, deps, model === opened ? opening.first : undefined);
      return passes && { ...passes, model, suppression, reducedFrom: undefined };
    } finally {
      source.close();
    }
  }

  /** Runs a picture; once more on another backend, and once more at a smaller size, where the engine failed under it. */
  async function runWithRetries(
    item: PictureItem,
    upcoming: readonly PictureItem[],
    wanted: number | undefined,
    control: RunControl,
  ) {
    let side = wanted;
    let reducedFrom: number | undefined;
    for (let starved = false; ;) {
      const model = await openModel();
      try {
        const result = await runOnce(item, upcoming, side, control);
        return result && { ...result, reducedFrom };
      } catch (error) {
        // Another model was chosen, or the same is opened anew: nothing has failed. One that is deleted while it is
        // open still is.
        const chosen = models.selected.peek();
        if ((chosen && chosen.id !== model.id) || models.state.peek().kind === 'opening') continue;
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

  /** As the thresholds are now, which may have been moved since it was begun. */
  async function inStep(result: PictureResult): Promise<PictureResult> {
    const suppression = suppressionOf(settings);
    if (isSuppressedWith(result, suppression)) return result;
    const anew = await suppressAnew(engineClient, result, suppression).catch(() => undefined);
    return anew ? inStep(anew) : result;
  }

  async function run(item: PictureItem, upcoming: readonly PictureItem[], control: RunControl) {
    const before = item.status.peek();
    item.status.value = { kind: 'running' };
    // A model that comes in the middle of it may have the settings changed.
    const asked = { inputSize: settings.inputSize.peek(), slicing: settings.slicing.peek() };
    try {
      const found = await runWithRetries(item, upcoming, asked.inputSize, control);
      const result = found && (await inStep(found));
      if (result) {
        item.size.value = result.picture;
        void keeping.keep(item, result, asked);
      }
      item.status.value = result ? { kind: 'done', result } : before;
      return result ? 'done' : 'cancelled';
    } catch (error) {
      item.status.value = { kind: 'failed', error: asAppError(error) };
      return 'failed';
    }
  }

  return { run, expect: (item) => opener.expect(item), rest: () => opener.forget() };
}

function hasCode(error: unknown, code: AppError['code']): error is AppError {
  return error instanceof AppError && error.code === code;
}
