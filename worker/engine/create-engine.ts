import { AppError } from '../../src/shared/errors';
import type { Backend, EngineReport, Provider } from '../../src/shared/engine-api';
import { releaseBuffer } from '../bytes/release-buffer';
import { createSession } from './create-session';
import { deviceLoss } from './device-loss';
import { explainFailure } from './explain-failure';
import { deepModel, tinyModel, wideModel } from './onnx/made-models';
import { openSession, type Card, type Session } from './open-session';
import type { Ort } from './runtimes';
import type { ModelSource } from './weights/model-source';

export interface Engine {
  /**
   * Opens an ONNX model.
   * @throws AppError `model-refused`, `out-of-memory`, and `backend-failed` where the provider is WebGPU
   */
  open(model: ModelSource, provider: Provider): Promise<Session>;
  /**
   * Opens a network that nobody needs, of many weights or of many layers; it takes some 40 ms.
   *
   * Chromium keeps what V8 has optimized of the runtime once a visit, when 1 MB of it has come together. A detector makes
   * 0.7 to 0.96 of that; without the rest every visit would optimize it anew, in the middle of its first picture.
   * Undefined where nothing would be kept.
   */
  readonly rehearse: ((network: 'wide' | 'deep') => Promise<void>) | undefined;
  report(provider: Provider): Omit<EngineReport, 'half'>;
}

export interface EngineOptions {
  readonly ort: Ort;
  readonly backend: Backend;
  /** Address of the glue module. */
  readonly moduleUrl: string;
  /** The unpacked WebAssembly file: its address, or its bytes with a buffer of their own, gone once the runtime is up. */
  readonly binary: string | Uint8Array<ArrayBuffer>;
  readonly isolated: boolean;
}

/** Enough for V8 to optimize in a few rehearsals what is done with each weight, and with each layer. */
const REHEARSED = { weights: 1000, blocks: 200 };

/**
 * Brings onnxruntime-web up in this worker: compiles it before there is a model in memory, and frees its file. Once
 * only: its settings are global and a failed start latches for the life of the worker, as its memory does, which never
 * shrinks.
 * @throws AppError `engine-failed`, `out-of-memory`
 */
export async function createEngine(options: EngineOptions): Promise<Engine> {
  const { ort, backend, moduleUrl, binary, isolated } = options;
  ort.env.logLevel = 'error';
  // Not the view: the runtime would make a copy.
  if (typeof binary !== 'string') ort.env.wasm.wasmBinary = binary.buffer;
  ort.env.wasm.wasmPaths = { mjs: moduleUrl, ...(typeof binary === 'string' && { wasm: binary }) };
  ort.env.wasm.numThreads = backend.threads;
  const openAndClose = async (file: Uint8Array<ArrayBuffer>) => {
    const options = { executionProviders: ['wasm'], graphOptimizationLevel: 'disabled' } as const;
    const session = await ort.InferenceSession.create(file, options);
    await session.release();
  };
  try {
    await openAndClose(tinyModel());
  } catch (cause) {
    const failed = (reason: string) => new AppError('engine-failed', { reason }, { cause });
    throw explainFailure(cause, 'wasm', 'refused', failed);
  }
  if (typeof binary !== 'string') releaseBuffer(binary.buffer);

  // What a browser has compiled it keeps by its address; how much of it and when is Chromium's way.
  const keepsOptimized = typeof binary === 'string' && 'userAgentData' in navigator;
  return {
    rehearse: keepsOptimized
      ? (network) =>
          openAndClose(network === 'wide' ? wideModel(REHEARSED.weights) : deepModel(REHEARSED.blocks))
      : undefined,
    report: (provider) => ({ ...backend, provider, isolated, version: ort.env.versions.web ?? '' }),
    async open(model, provider) {
      try {
        const session = await createSession(model, provider === 'wasm', (file, opening) =>
          ort.InferenceSession.create(file, {
            executionProviders: [provider],
            // No faster, and what it holds back fits less and less once there was another model or size.
            enableCpuMemArena: false,
            ...opening,
          }),
        );
        return openSession(ort, session, provider === 'webgpu' ? await cardOf(ort) : undefined);
      } catch (cause) {
        throw explainFailure(
          cause,
          provider,
          'refused',
          (reason) => new AppError('model-refused', { reason }, { cause }),
        );
      }
    },
  };
}

/** The graphics device that onnxruntime has taken for its sessions. */
async function cardOf(ort: Ort): Promise<Card> {
  const device = await ort.env.webgpu.device;
  return { device, lost: deviceLoss(device) };
}
