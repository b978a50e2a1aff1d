import { signal, type ReadonlySignal } from '@preact/signals';
import type { EngineClient } from '../client/engine-client';
import type { OpenedModel } from '../shared/engine-api';
import { AppError } from '../shared/errors';
import { asAppError } from './as-app-error';
import type { Models } from './models';
import type { PictureItem, Pictures } from './pictures';
import type { Settings } from './settings';

export type RunState =
  | { readonly kind: 'idle' }
  | { readonly kind: 'waiting'; readonly total: number }
  | { readonly kind: 'running'; readonly done: number; readonly total: number; readonly name: string }
  | {
      readonly kind: 'finished';
      readonly done: number;
      readonly failed: number;
      readonly cancelled: boolean;
    };

export interface Detector {
  readonly run: ReadonlySignal<RunState>;
  /** Runs all pictures that wait; where none does, all pictures again. */
  detect(): Promise<void>;
  /** Stops before the next picture; what is done stays. */
  cancel(): void;
}

export function createDetector(
  engine: EngineClient,
  models: Models,
  pictures: Pictures,
  settings: Settings,
): Detector {
  const run = signal<RunState>({ kind: 'idle' });
  let cancelled = false;

  async function detectOne(item: PictureItem, model: OpenedModel): Promise<boolean> {
    const { iou, agnostic } = settings.thresholds.peek();
    const request = {
      picture: item.file,
      inputSize: settings.inputSize.peek(),
      iou,
      agnostic,
    };
    item.status.value = { kind: 'running' };
    try {
      // A worker that dies may have died of something else; the picture gets a second chance in a new one.
      const result = await engine.detect(request).catch(async (error: unknown) => {
        if (!(error instanceof AppError && error.code === 'worker-lost')) throw error;
        await models.retry();
        return engine.detect(request);
      });
      item.status.value = { kind: 'done', result: { ...result, model, suppression: { iou, agnostic } } };
      return true;
    } catch (error) {
      item.status.value = { kind: 'failed', error: asAppError(error) };
      return false;
    }
  }

  async function detect(): Promise<void> {
    if (run.value.kind === 'waiting' || run.value.kind === 'running') return;
    const waiting = pictures.items.value.filter(({ status }) => status.peek().kind !== 'done');
    const items = waiting.length > 0 ? waiting : pictures.items.value;
    cancelled = false;
    run.value = { kind: 'waiting', total: items.length };
    const model = await models.ready().catch(() => undefined);
    let done = 0;
    let failed = 0;
    // The model's own failure is shown where models are; there is nothing to run.
    for (const item of model ? items : []) {
      if (isCancelled()) break;
      run.value = { kind: 'running', done: done + failed, total: items.length, name: item.name };
      if (model && (await detectOne(item, model))) done++;
      else failed++;
    }
    run.value = model ? { kind: 'finished', done, failed, cancelled: isCancelled() } : { kind: 'idle' };
  }

  // The flag changes while the loop waits, which the compiler cannot see.
  const isCancelled = () => cancelled;

  return {
    run,
    detect,
    cancel() {
      cancelled = true;
    },
  };
}
