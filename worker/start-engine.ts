import type { OnProgress } from '../src/shared/progress';
import { createEngine, type Engine } from './engine/create-engine';
import { wasmRuntime } from './engine/runtime';
import { threadCount } from './engine/thread-count';
import { fetchRuntime } from './sources/fetch-runtime';

/** Fetches the runtime and sets the engine up for what this browser allows. */
export async function startEngine(onProgress: OnProgress): Promise<Engine> {
  const fetching = { fetch: (...args: Parameters<typeof fetch>) => fetch(...args) };
  const binary = await fetchRuntime(wasmRuntime.binary, onProgress, fetching);
  const isolated = globalThis.crossOriginIsolated;
  const threads = threadCount(navigator.hardwareConcurrency, isolated);
  return createEngine({ runtime: wasmRuntime, binary, threads, isolated });
}
