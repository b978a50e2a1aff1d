import type { ModelsApi, ModelsEvent } from '../shared/models-api';
import { proxy, type Remote } from '../shared/rpc';
import { connectWorker, type Connection } from './connect-worker';

/**
 * The page's side of the models' worker, which downloads and keeps them. It is apart from the engine's, so that a
 * running network does not hold a download up and a new model does not end it.
 */
export function createLibraryClient(spawn: () => Worker, catalogueAddress: string) {
  let connection: Promise<Connection<ModelsApi>> | undefined;
  let listener: (event: ModelsEvent) => void = () => undefined;
  /** What a new worker has to be told again; the token lives here and in the worker, nowhere else. */
  const told: { started: boolean; hub?: string; token?: string | undefined } = { started: false };

  async function connect(): Promise<Connection<ModelsApi>> {
    const fresh = connectWorker<ModelsApi>(spawn());
    fresh.onLost(() => {
      fresh.end();
      connection = undefined;
    });
    const { api, guard } = fresh;
    // Not waited for: what is asked next is on its way a turn sooner, and fails with what this fails with.
    guard(api.subscribe(proxy((event: ModelsEvent) => listener(event)))).catch(() => {
      connection = undefined;
    });
    // A catalogue that cannot be read now is no reason to be without the models that are kept.
    if (told.started) await guard(api.start(catalogueAddress).catch(() => undefined));
    if (told.hub !== undefined) await guard(api.setHub(told.hub));
    if (told.token !== undefined) await guard(api.setToken(told.token));
    return fresh;
  }

  async function call<T>(run: (api: Remote<ModelsApi>) => Promise<T>): Promise<T> {
    connection ??= connect();
    const { api, guard } = await connection.catch((error: unknown) => {
      connection = undefined;
      throw error;
    });
    return guard(run(api));
  }

  return {
    call,
    /** Reads the catalogue. Once more after a failure. */
    async start() {
      const models = await call((api) => api.start(catalogueAddress));
      told.started = true;
      return models;
    },
    /** Held in memory only, sent to the hub's origin only. */
    async setToken(token: string | undefined): Promise<void> {
      await call((api) => api.setToken(token));
      told.token = token;
    },
    /** Another hub; forgets the token. */
    async setHub(origin: string): Promise<void> {
      await call((api) => api.setHub(origin));
      told.hub = origin;
      told.token = undefined;
    },
    /** One listener for every change, whichever tab caused it. */
    listen(next: (event: ModelsEvent) => void): void {
      listener = next;
    },
  };
}

export type LibraryClient = ReturnType<typeof createLibraryClient>;
