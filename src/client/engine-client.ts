import type {
  Backend,
  DetectRequest,
  DetectResult,
  EngineApi,
  ModelFile,
  OpenedModel,
  OpenOptions,
} from '../shared/engine-api';
import { AppError } from '../shared/errors';
import type { OnProgress } from '../shared/progress';
import { proxy, transfer, type Remote } from '../shared/rpc';
import { connectWorker, type Connection } from './connect-worker';

/**
 * The page's side of the engine. A worker sets one runtime up and opens one model in its life: another model takes a
 * fresh worker, since the memory of a WebAssembly runtime only ever grows and ending its worker is what frees it.
 */
export function createEngineClient(spawn: () => Worker) {
  let connection: Connection<EngineApi> | undefined;
  let used = false;
  let opened = false;

  function connected(): Connection<EngineApi> {
    if (connection) return connection;
    const fresh = connectWorker<EngineApi>(spawn());
    connection = fresh;
    used = false;
    opened = false;
    fresh.onLost(() => {
      fresh.end();
      if (connection === fresh) connection = undefined;
    });
    return fresh;
  }

  function call<T>(run: (api: Remote<EngineApi>) => Promise<T>): Promise<T> {
    const { api, guard } = connected();
    return guard(run(api));
  }

  function end(): void {
    connection?.end();
    connection = undefined;
  }

  const isOpen = () => connection !== undefined && opened;

  return {
    /** Brings up an engine in a worker of its own, ending the one before. */
    async start(backend: Backend, onProgress: OnProgress): Promise<void> {
      if (used) end();
      connected();
      used = true;
      await call((api) => api.start(backend, proxy(onProgress)));
    },
    /** Opens a model in the engine that was started. */
    async open(file: ModelFile, options: OpenOptions): Promise<OpenedModel> {
      const model = await call((api) => api.openModel(file, options));
      opened = true;
      return model;
    },
    /** Whether the model that was opened still is: its worker may have ended since. */
    isOpen,
    /** Ends the worker and frees all its memory. */
    end,
    /** Runs the open model; the tensor is moved. @throws AppError also `worker-lost`, where it was lost before too */
    detect(request: DetectRequest): Promise<DetectResult> {
      if (!isOpen()) return Promise.reject(new AppError('worker-lost'));
      return call((api) => api.detect(transfer(request, [request.tensor.buffer])));
    },
    suppress: (...args: Parameters<EngineApi['suppress']>) => call((api) => api.suppress(...args)),
  };
}

export type EngineClient = ReturnType<typeof createEngineClient>;
