import * as ort from 'onnxruntime-web/wasm';
import { AppError } from '../../src/shared/errors';
import type { EngineReport } from '../../src/shared/engine-api';
import { openSession, type Session } from './open-session';
import type { Runtime } from './runtime';

export interface Engine {
  readonly report: EngineReport;
  /** Opens an ONNX model. @throws AppError `model-refused` */
  open(model: Uint8Array): Promise<Session>;
}

export interface EngineOptions {
  readonly runtime: Runtime;
  /** The unpacked WebAssembly file. */
  readonly binary: Uint8Array;
  readonly threads: number;
  readonly isolated: boolean;
}

/**
 * Sets onnxruntime-web up in this worker. Once only: its settings are global and a failed start latches for the life
 * of the worker, as its memory does, which never shrinks.
 */
export function createEngine({ runtime, binary, threads, isolated }: EngineOptions): Engine {
  ort.env.logLevel = 'error';
  ort.env.wasm.wasmBinary = binary;
  ort.env.wasm.wasmPaths = { mjs: runtime.moduleUrl };
  ort.env.wasm.numThreads = threads;
  return {
    report: { backend: 'wasm', threads, isolated, version: ort.env.versions.web ?? '' },
    async open(model) {
      try {
        return openSession(await ort.InferenceSession.create(model, { executionProviders: ['wasm'] }));
      } catch (cause) {
        if (cause instanceof AppError) throw cause;
        throw new AppError('model-refused', { reason: reasonOf(cause) }, { cause });
      }
    },
  };
}

/** One line of what onnxruntime says, for the person who made the model. */
function reasonOf(cause: unknown): string {
  const text = cause instanceof Error ? cause.message : String(cause);
  return (text.split('\n')[0] ?? '').slice(0, 200);
}
