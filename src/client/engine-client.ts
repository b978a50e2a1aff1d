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
import type { OnProgress } from '../shared/progress';
import { proxy, transfer, type Remote } from '../shared/rpc';
import { connectWorker, type Connection } from './connect-worker';
import { delay } from './delay';

/**
 * A thread that sleeps within WebAssembly is given two seconds by Chromium before it is ended, and the memory of all of
 * them goes with the last. A model of this size is worth the wait, before it is opened and after it was: another one's
 * memory beside its own may be more than there is.
 */
const THREADS_END_MS = 2000;
const LARGE_BYTES = 30_000_000;

/**
 * The page's side of the engine. A worker sets one runtime up and opens one model in its life: another model takes a
 * fresh worker, since the memory of a WebAssembly runtime only ever grows and ending its worker is what frees it.
 */
export function createEngineClient(spawn: () => Worker) {
  let connection: Connection<EngineApi> | undefined;
  let used = false;
  /** Size of the open model's file in bytes; 0 for none. */
  let opened = 0;
  /** Ends when the memory of the last worker is free, and when that of the last with a large model is. */
  let freed = Promise.resolve();
  let largeFreed = Promise.resolve();
  let starts = 0;
  /** The latest of them. */
  let started = Promise.resolve();
  /** Once for the page: no more is kept of one visit. */
  let rehearsed = false;

  function connected(): Connection<EngineApi> {
    if (connection) return connection;
    const fresh = connectWorker<EngineApi>(spawn());
    connection = fresh;
    used = false;
    opened = 0;
    fresh.onLost(() => {
      fresh.end();
      if (connection === fresh) forget();
    });
    return fresh;
  }

  function call<T>(run: (api: Remote<EngineApi>) => Promise<T>): Promise<T> {
    const { api, guard } = connected();
    return guard(run(api));
  }

  function forget(): void {
    connection = undefined;
    freed = delay(THREADS_END_MS);
    if (opened > LARGE_BYTES) largeFreed = freed;
  }

  function end(): void {
    if (!connection) return;
    connection.end();
    forget();
  }

  async function bringUp(backend: Backend, onProgress: OnProgress): Promise<void> {
    const mine = ++starts;
    if (used) end();
    await largeFreed;
    const begin = () => {
      if (mine !== starts) throw new AppError('worker-lost');
      connected();
      used = true;
      return call((api) => api.start(backend, proxy(onProgress)));
    };
    await begin().catch((error: unknown) => {
      if (!(error instanceof AppError) || error.data['cause'] !== DAMAGED) throw error;
      // What was damaged is gone, but one worker brings up one runtime.
      if (mine === starts) end();
      return begin();
    });
  }

  const isOpen = () => connection !== undefined && opened > 0;

  return {
    /** Has a worker ready before it is known what to start in it. */
    warm(): void {
      connected();
    },
    /** Ends when the worker runs that is being started; at once where none is. */
    awake: (): Promise<void> => connection?.awake ?? Promise.resolve(),
    /**
     * Brings up an engine in a worker of its own, ending the one before.
     * @throws AppError also `worker-lost`, where another start came after this one
     */
    start(backend: Backend, onProgress: OnProgress): Promise<void> {
      started = bringUp(backend, onProgress);
      return started;
    },
    /** Has the worker look through the file of the model that is to be opened in it. What is wrong is told by `open`. */
    lookThrough(file: ModelFile): void {
      if (connection) void call((api) => api.lookThrough(file)).catch(() => undefined);
    },
    /** Opens a model in the engine that was started, or is being. @throws AppError also those of its start */
    async open(file: ModelFile, options: OpenOptions): Promise<OpenedModel> {
      const open = async () => {
        const mine = connection;
        if (file.file.size > LARGE_BYTES) await freed;
        if (mine !== connection) throw new AppError('worker-lost');
        return call((api) => api.openModel(file, options));
      };
      // It waits in the worker: the way from there to a busy page and back takes a fiftieth of a second.
      const worker = used ? connection : undefined;
      const early = worker && open();
      early?.catch(() => undefined);
      await started;
      const model = await (early && worker === connection ? early : open());
      opened = model.size;
      return model;
    },
    /** Whether the model that was opened still is: its worker may have ended since. */
    isOpen,
    /** Ends the worker and frees all its memory. */
    end,
    /** Runs the open model; the tensor is moved. @throws AppError also `worker-lost`, where it was lost before too */
    async detect(request: DetectRequest): Promise<DetectResult> {
      if (!isOpen()) throw new AppError('worker-lost');
      const result = await call((api) => api.detect(transfer(request, [request.tensor.buffer])));
      if (!rehearsed && isOpen() && opened <= LARGE_BYTES) {
        rehearsed = true;
        void call((api) => api.rehearse()).catch(() => undefined);
      }
      return result;
    },
    suppress: (...args: Parameters<EngineApi['suppress']>) => call((api) => api.suppress(...args)),
  };
}

export type EngineClient = ReturnType<typeof createEngineClient>;
