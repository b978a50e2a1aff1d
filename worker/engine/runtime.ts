import moduleUrl from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import binary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?compressed';

export interface Runtime {
  /** The gzipped WebAssembly file: its address, its bytes as built and their hash. */
  readonly binary: typeof binary;
  /** Address of the glue module, which also is the source of the threads' workers. */
  readonly moduleUrl: string;
}

/** The CPU runtime, with and without threads. */
export const wasmRuntime: Runtime = { binary, moduleUrl: new URL(moduleUrl, import.meta.url).href };
