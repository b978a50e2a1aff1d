import { sha256 } from 'hash-wasm';
import { AppError } from '../src/shared/errors';
import { expose, installErrorTransfer } from '../src/shared/rpc';
import type { OnProgress } from '../src/shared/progress';
import type { CatalogueEntry } from '../src/shared/types';
import type { WorkerApi } from '../src/shared/api';
import { createApi } from './api';
import { createEngine } from './engine/create-engine';
import { wasmRuntime } from './engine/runtime';
import { threadCount } from './engine/thread-count';
import { fetchBytes } from './sources/fetch-bytes';
import { fetchCatalogue } from './sources/fetch-catalogue';
import { unpack } from './sources/unpack';
import { modelCache } from './store/model-cache';

const deps = { fetch: fetch.bind(globalThis) };

async function startEngine(onProgress: OnProgress) {
  const { url, size } = wasmRuntime.binary;
  const packed = await fetchBytes(url, { what: 'engine', size, onProgress, ...deps });
  if ((await sha256(packed)) !== wasmRuntime.binary.sha256 && packed[0] === 0x1f) {
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

async function readModel(model: CatalogueEntry, onProgress: OnProgress) {
  const kept = model.sha256 && (await modelCache.get(model.sha256));
  if (kept && (await sha256(kept)) === model.sha256) return { bytes: kept, sha256: model.sha256 };
  const bytes = await fetchBytes(model.address, { what: 'model', size: model.size, onProgress, ...deps });
  const actual = await sha256(bytes);
  if (model.sha256 && actual !== model.sha256)
    throw new AppError('model-mismatch', { address: model.address });
  await modelCache.put(actual, bytes);
  return { bytes, sha256: actual };
}

/** Takes a lock that is only given back when this worker ends. */
function aliveLock(): Promise<string> {
  const name = `worker-${crypto.randomUUID()}`;
  return new Promise((resolve, reject) => {
    const forever = new Promise<never>(() => undefined);
    const held = () => {
      resolve(name);
      return forever;
    };
    navigator.locks.request(name, held).catch(reject);
  });
}

installErrorTransfer();
expose(
  createApi({
    aliveLock,
    catalogue: (address) => fetchCatalogue(address, deps),
    startEngine,
    readModel,
    now: () => performance.now(),
  }) satisfies WorkerApi,
);
