import { DAMAGED, type Backend } from '../src/shared/engine-api';
import { AppError } from '../src/shared/errors';
import type { OnProgress } from '../src/shared/progress';
import { createEngine, type Engine } from './engine/create-engine';
import { RUNTIMES } from './engine/runtimes';
import { fetchRuntime } from './sources/fetch-runtime';
import { runtimeCache } from './store/runtime-cache';

/**
 * Fetches the runtime of a backend and sets the engine up with it.
 * @throws AppError `engine-failed`, also with the cause `DAMAGED`: another worker may try again
 */
export async function startEngine(backend: Backend, onProgress: OnProgress): Promise<Engine> {
  const runtime = RUNTIMES[backend.runtime];
  const kept = runtimeCache();
  const deps = { fetch: (...args: Parameters<typeof fetch>) => fetch(...args), kept };
  const [ort, source] = await Promise.all([
    runtime.load().catch((cause: unknown) => {
      throw new AppError('network-failed', { host: self.location.host }, { cause });
    }),
    fetchRuntime(runtime.binary, onProgress, deps),
  ]);
  const { moduleUrl } = runtime;
  const options = { ort, backend, moduleUrl, isolated: globalThis.crossOriginIsolated };
  if ('bytes' in source) return createEngine({ ...options, binary: source.bytes });
  const engine = createEngine({ ...options, binary: source.address });
  engine.catch(() => undefined);
  if (await source.intact) return engine;
  await kept.drop(source.address);
  throw new AppError('engine-failed', { reason: 'its file was kept damaged', cause: DAMAGED });
}
