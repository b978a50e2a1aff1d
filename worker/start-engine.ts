import { sha256 } from 'hash-wasm';
import { AppError } from '../src/shared/errors';
import type { OnProgress } from '../src/shared/progress';
import { createEngine, type Engine } from './engine/create-engine';
import { wasmRuntime } from './engine/runtime';
import { threadCount } from './engine/thread-count';
import { fetchBytes } from './sources/fetch-bytes';
import { unpack } from './sources/unpack';

/** Fetches the runtime, checks and unpacks it, and sets the engine up for what this browser allows. */
export async function startEngine(onProgress: OnProgress): Promise<Engine> {
  const { binary } = wasmRuntime;
  const packed = await fetchBytes(binary.url, {
    what: 'engine',
    size: binary.size,
    onProgress,
    fetch: (input, init) => fetch(input, init),
  });
  // A server that has unpacked it on the way sends other bytes, which the engine checks by itself.
  const asBuilt = packed.length === binary.size;
  if (asBuilt && (await sha256(packed)) !== binary.sha256) {
    throw new AppError('engine-failed', { reason: 'its file arrived damaged' });
  }
  const isolated = globalThis.crossOriginIsolated;
  return createEngine({
    runtime: wasmRuntime,
    binary: await unpack(packed),
    threads: threadCount(navigator.hardwareConcurrency, isolated),
    isolated,
  });
}
