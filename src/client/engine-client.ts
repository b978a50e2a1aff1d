import { AppError } from '../shared/errors';
import type { DetectRequest, DetectResult, EngineApi, ModelFile, OpenedModel } from '../shared/engine-api';
import type { OnProgress } from '../shared/progress';
import { proxy, transfer, type Remote } from '../shared/rpc';
import { connectWorker, type Connection } from './connect-worker';

/**
 * The page's side of the engine. A worker opens one model in its life: another model takes a fresh worker, since the
 * memory of a WebAssembly runtime only ever grows and ending its worker is what frees it.
 */
export function createEngineClient(spawn: () => Worker) {
  let connection: Connection<EngineApi> | undefined;
  let used = false;

  function connected(): Connection<EngineApi> {
    if (connection) return connection;
    const fresh = connectWorker<EngineApi>(spawn());
    connection = fresh;
    used = false;
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

  return {
    /** Brings up an engine that has no model yet, ending one that has. */
    async start(onProgress: OnProgress): Promise<void> {
      if (used) {
        connection?.end();
        connection = undefined;
      }
      await call((api) => api.start(proxy(onProgress)));
    },
    /** Opens a model in the engine that was started; its bytes are moved, not copied. */
    open(file: ModelFile): Promise<OpenedModel> {
      used = true;
      return call((api) => api.openModel(transfer(file, [file.bytes.buffer])));
    },
    /**
     * @throws AppError `worker-lost` also where it was lost before, even if re-filtering has started another one since:
     * the model has to be opened again
     */
    detect(request: DetectRequest): Promise<DetectResult> {
      if (!connection || !used) return Promise.reject(new AppError('worker-lost'));
      return call((api) => api.detect(request));
    },
    suppress: (...args: Parameters<EngineApi['suppress']>) => call((api) => api.suppress(...args)),
  };
}

export type EngineClient = ReturnType<typeof createEngineClient>;
