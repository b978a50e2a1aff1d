import { AppError } from '../../src/shared/errors';
import type { Backend, EngineReport, Provider } from '../../src/shared/engine-api';
import { deviceLoss } from './device-loss';
import { explainFailure } from './explain-failure';
import { openSession, type Session } from './open-session';
import type { Ort } from './runtimes';

export interface Engine {
  /**
   * Opens an ONNX model.
   * @throws AppError `model-refused`, `out-of-memory`, and `backend-failed` where the provider is WebGPU
   */
  open(model: Uint8Array, provider: Provider): Promise<Session>;
  report(provider: Provider): EngineReport;
}

export interface EngineOptions {
  readonly ort: Ort;
  readonly backend: Backend;
  /** Address of the glue module. */
  readonly moduleUrl: string;
  /** The unpacked WebAssembly file. */
  readonly binary: Uint8Array;
  readonly isolated: boolean;
}

/**
 * Sets onnxruntime-web up in this worker. Once only: its settings are global and a failed start latches for the life
 * of the worker, as its memory does, which never shrinks.
 */
export function createEngine({ ort, backend, moduleUrl, binary, isolated }: EngineOptions): Engine {
  ort.env.logLevel = 'error';
  ort.env.wasm.wasmBinary = binary;
  ort.env.wasm.wasmPaths = { mjs: moduleUrl };
  ort.env.wasm.numThreads = backend.threads;
  return {
    report: (provider) => ({ ...backend, provider, isolated, version: ort.env.versions.web ?? '' }),
    async open(model, provider) {
      try {
        const session = await ort.InferenceSession.create(model, { executionProviders: [provider] });
        const lost = provider === 'webgpu' ? deviceLoss(ort) : undefined;
        return openSession(ort, session, lost);
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
