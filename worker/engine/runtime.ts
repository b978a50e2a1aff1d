import moduleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import binary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?compressed';

/** A file of the site that holds a runtime: its address, its bytes as served and their hash. */
export interface RuntimeFile {
  readonly url: string;
  readonly size: number;
  readonly sha256: string;
}

export interface Runtime {
  readonly binary: RuntimeFile;
  /** Address of the glue module, which also is the source of the threads' workers. */
  readonly moduleUrl: string;
}

/** The CPU runtime, with and without threads. */
export const wasmRuntime: Runtime = { binary, moduleUrl: new URL(moduleUrl, import.meta.url).href };
