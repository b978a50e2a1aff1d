import type { Backend } from '../src/shared/engine-api';
import { AppError } from '../src/shared/errors';
import type { OnProgress } from '../src/shared/progress';
import { createEngine, type Engine } from './engine/create-engine';
import { RUNTIMES } from './engine/runtimes';
import { fetchRuntime } from './sources/fetch-runtime';
import { runtimeCache } from './store/runtime-cache';

/** Fetches the runtime of a backend and sets the engine up with it. */
export async function startEngine(backend: Backend, onProgress: OnProgress): Promise<Engine> {
  const runtime = RUNTIMES[backend.runtime];
  const deps = { fetch: (...args: Parameters<typeof fetch>) => fetch(...args), kept: runtimeCache() };
  const [ort, binary] = await Promise.all([
    runtime.load().catch((cause: unknown) => {
      throw new AppError('network-failed', { host: self.location.host }, { cause });
    }),
    fetchRuntime(runtime.binary, onProgress, deps),
  ]);
  const isolated = globalThis.crossOriginIsolated;
  return createEngine({ ort, backend, moduleUrl: runtime.moduleUrl, binary, isolated });
}
