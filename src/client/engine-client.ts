import {
  DAMAGED,
  type Backend,
  type DetectRequest,
  type DetectResult,
  type EngineApi,
  type ModelFile,
  type OpenedModel,
  type OpenOptions,
} from '../shared/engine-api';
import { AppError } from '../shared/errors';
import { buffersOf, type ModelBytes } from '../shared/model-bytes';
import type { OnProgress } from '../shared/progress';
import { transfer } from '../shared/rpc';
import { delay } from './delay';
import { createEngineWorker, LARGE_BYTES, type EngineWorker } from './engine-worker';
import { createRehearsals } from './rehearsals';

/**
 * A thread that sleeps within WebAssembly is given two seconds by Chromium before it is ended, and the memory of all of
 * them goes with the last. A large model is worth the wait, before it is opened and after it was: another one's memory
 * beside its own may be more than there is.
 */
const THREADS_END_MS = 2000;

/**
 * The page's side of the engine. A model is opened in the worker of the one before where that took little, with all that
 * is compiled there; else in a fresh one, since the memory of a WebAssembly runtime only ever grows and ending its
 * worker is what frees it.
 */
export function createEngineClient(spawn: () => Worker) {
  let worker: EngineWorker | undefined;
  /** Ends when the memory of the last worker is free, and when that of the last with a large model is. */
  let freed = Promise.resolve();
  let largeFreed = Promise.resolve();
  let starts = 0;
  /** The latest of them. */
  let started = Promise.resolve();
  const rehearseOnce = createRehearsals();

  function running(): EngineWorker {
    if (worker) return worker;
    const fresh = createEngineWorker(spawn());
    worker = fresh;
    fresh.onLost(() => {
      fresh.end();
      if (worker === fresh) forget(fresh);
    });
    return fresh;
  }

  function forget({ isLarge }: EngineWorker): void {
    worker = undefined;
    freed = delay(THREADS_END_MS);
    if (isLarge) largeFreed = freed;
  }

  function end(): void {
    if (!worker) return;
    worker.end();
    forget(worker);
  }

  async function bringUp(backend: Backend, onProgress: OnProgress): Promise<void> {
    const mine = ++starts;
    if (worker?.takesAnother(backend)) {
      worker.makeWay();
      return;
    }
    if (worker?.backend) end();
    await largeFreed;
    const begin = () => {
      if (mine !== starts) throw new AppError('worker-lost');
      return running().start(backend, onProgress);
    };
    await begin().catch((error: unknown) => {
      if (!(error instanceof AppError) || error.data['cause'] !== DAMAGED) throw error;
      // What was damaged is gone, but one worker brings up one runtime.
      if (mine === starts) end();
      return begin();
    });
  }

  async function openIn(mine: EngineWorker, file: ModelFile, options: OpenOptions): Promise<OpenedModel> {
    if (file.file.size > LARGE_BYTES) await freed;
    if (mine !== worker) throw new AppError('worker-lost');
    return mine.open(file, options);
  }

  async function open(file: ModelFile, options: OpenOptions): Promise<OpenedModel> {
    // It waits in the worker: the way from there to a busy page and back takes a fiftieth of a second.
    const early = worker?.backend && { worker, model: openIn(worker, file, options) };
    early?.model.catch(() => undefined);
    await started;
    return early && worker === early.worker ? early.model : openIn(running(), file, options);
  }

  return {
    /** Has a worker ready before it is known what to start in it. */
    warm(): void {
      running();
    },
    /** Ends when the worker runs that is being started; at once where none is. */
    awake: (): Promise<void> => worker?.awake ?? Promise.resolve(),
    /**
     * Brings up an engine for a model, in a worker of its own where the one before cannot be had.
     * @throws AppError also `worker-lost`, where another start came after this one
     */
    start(backend: Backend, onProgress: OnProgress): Promise<void> {
      started = bringUp(backend, onProgress);
      return started;
    },
    /** Whether there is a worker that could look through a model. */
    canLookThrough: () => worker !== undefined,
    /**
     * Has the worker look through the model that is to be opened in it; its bytes are moved. What is wrong is told by
     * `open`.
     */
    lookThrough(file: ModelFile, bytes: ModelBytes | undefined): void {
      const moved = bytes && transfer(bytes, buffersOf(bytes));
      if (worker) void worker.call((api) => api.lookThrough(file, moved)).catch(() => undefined);
    },
    /** Opens a model in the engine that was started, or is being. @throws AppError also those of its start */
    async open(file: ModelFile, options: OpenOptions): Promise<OpenedModel> {
      const mine = starts;
      const before = worker;
      try {
        return await open(file, options);
      } catch (error) {
        if (mine !== starts || !before?.hadAnother || !before.backend) throw error;
        // Not to be laid on what another model has left there.
        end();
        started = bringUp(before.backend, () => undefined);
        return await open(file, options);
      }
    },
    /** Whether a model is open: its worker may have ended since. */
    isOpen: () => worker?.model !== undefined,
    /** Ends the worker and frees all its memory. */
    end,
    /**
     * Runs a model; the tensor is moved.
     * @throws AppError also `worker-lost`, where it is no longer open
     */
    async detect(model: OpenedModel, request: DetectRequest): Promise<DetectResult> {
      const mine = worker;
      if (!mine || mine.model !== model) throw new AppError('worker-lost');
      const result = await mine.detect(request);
      if (mine.model === model) {
        const rehearse = () => mine.call((api) => api.rehearse(model.size <= LARGE_BYTES));
        void rehearseOnce(model.engine.runtime, rehearse).catch(() => undefined);
      }
      return result;
    },
    suppress: (...args: Parameters<EngineApi['suppress']>) => running().call((api) => api.suppress(...args)),
  };
}

export type EngineClient = ReturnType<typeof createEngineClient>;
