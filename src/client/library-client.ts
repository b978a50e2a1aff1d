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

  async function tellAgain({ api, guard }: Connection<ModelsApi>): Promise<void> {
    if (told.started) {
      // A catalogue that cannot be read now is no reason to be without the models that are kept.
      await guard(api.start(catalogueAddress)).catch(() => undefined);
      // What stands there of a download that ended with its worker is over.
      listener({ kind: 'models', models: await guard(api.models()) });
    }
    if (told.hub !== undefined) await guard(api.setHub(told.hub));
    if (told.token !== undefined) await guard(api.setToken(told.token));
  }

  function connect(): Promise<Connection<ModelsApi>> {
    const fresh = connectWorker<ModelsApi>(spawn(), 'library-lost');
    const giveUp = () => {
      fresh.end();
      if (connection === connected) connection = undefined;
    };
    // Not waited for: what is asked next is on its way a turn sooner, and fails with what this fails with.
    const listening = fresh.guard(fresh.api.subscribe(proxy((event: ModelsEvent) => listener(event))));
    const connected = tellAgain(fresh).then(() => fresh);
    fresh.onLost(giveUp);
    listening.catch(giveUp);
    connected.catch(giveUp);
    return connected;
  }

  async function call<T>(run: (api: Remote<ModelsApi>) => Promise<T>): Promise<T> {
    connection ??= connect();
    const { api, guard } = await connection;
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
