import type { DetectRequest, DetectResult, OpenedModel, OpenModelRequest, WorkerApi } from '../shared/api';
import { AppError } from '../shared/errors';
import type { OnProgress } from '../shared/progress';
import { proxy, wrap, type Remote } from '../shared/rpc';

interface Connection {
  readonly api: Remote<WorkerApi>;
  /** Rejects with `worker-lost` when the worker ends, however it ends; never resolves. */
  readonly lost: Promise<never>;
  end(): void;
}

/**
 * The page's side of the worker: the same calls, and a worker that is replaced when it is lost or when another model
 * is opened (the memory of a WebAssembly runtime only ever grows; ending its worker is what frees it).
 */
export function createWorkerClient(spawn: () => Worker) {
  let connection: Connection | undefined;
  let opened: OpenModelRequest | undefined;
  /** The worker that has, or is about to have, the model open; re-filtering may have started another one. */
  let holder: Connection | undefined;

  function connected(): Connection {
    if (connection) return connection;
    const fresh = connect(spawn());
    connection = fresh;
    fresh.lost.catch(() => {
      if (connection === fresh) connection = undefined;
      fresh.end();
    });
    return fresh;
  }

  function call<T>(run: (api: Remote<WorkerApi>) => Promise<T>): Promise<T> {
    const { api, lost } = connected();
    return Promise.race([run(api), lost]);
  }

  async function openModel(request: OpenModelRequest, onProgress: OnProgress): Promise<OpenedModel> {
    if (opened) {
      connection?.end();
      connection = undefined;
    }
    opened = request;
    holder = connected();
    return call((api) => api.openModel(request, proxy(onProgress)));
  }

  return {
    catalogue: (address: string) => call((api) => api.catalogue(address)),
    openModel,
    suppress: (...args: Parameters<WorkerApi['suppress']>) => call((api) => api.suppress(...args)),
    /** Runs the open model; after the worker was lost it first opens the model again in a new one. */
    async detect(request: DetectRequest): Promise<DetectResult> {
      if (opened && (!connection || connection !== holder)) await openModel(opened, () => undefined);
      return call((api) => api.detect(request));
    },
  };
}

export type WorkerClient = ReturnType<typeof createWorkerClient>;

function connect(worker: Worker): Connection {
  const api = wrap<WorkerApi>(worker);
  const watch = new AbortController();
  const lost = new Promise<never>((_, reject) => {
    const fail = (cause?: unknown) => reject(new AppError('worker-lost', {}, { cause }));
    // Fires when the script cannot be loaded or throws while it starts.
    worker.addEventListener('error', (event) => fail(event.message));
    // A worker that is killed says nothing. It holds a lock for as long as it lives, so the lock tells.
    api
      .aliveLock()
      .then((name) => navigator.locks.request(name, { signal: watch.signal }, () => fail()))
      .catch(() => undefined);
  });
  return {
    api,
    lost,
    end() {
      watch.abort();
      worker.terminate();
    },
  };
}
