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

  async function connect(): Promise<Connection<ModelsApi>> {
    const fresh = connectWorker<ModelsApi>(spawn());
    fresh.onLost(() => {
      fresh.end();
      connection = undefined;
    });
    await fresh.guard(fresh.api.subscribe(proxy((event: ModelsEvent) => listener(event))));
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
    start: () => call((api) => api.start(catalogueAddress)),
    /** One listener for every change, whichever tab caused it. */
    listen(next: (event: ModelsEvent) => void): void {
      listener = next;
    },
  };
}

export type LibraryClient = ReturnType<typeof createLibraryClient>;
