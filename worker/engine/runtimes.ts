import asyncifyModule from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.mjs?url';
import asyncifyBinary from 'onnxruntime-web/ort-wasm-simd-threaded.asyncify.wasm?compressed';
import jspiModule from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.mjs?url';
import jspiBinary from 'onnxruntime-web/ort-wasm-simd-threaded.jspi.wasm?compressed';
import wasmModule from 'onnxruntime-web/ort-wasm-simd-threaded.mjs?url';
import wasmBinary from 'onnxruntime-web/ort-wasm-simd-threaded.wasm?compressed';
import type { RuntimeName } from '../../src/shared/engine-api';

/** The part of onnxruntime-web that is alike in all its builds. */
export type Ort = typeof import('onnxruntime-web/wasm');

export interface Runtime {
  /** The gzipped WebAssembly file: its address, and what it is packed and unpacked. */
  readonly binary: typeof wasmBinary;
  /** Address of the glue module, which also is the source of the threads' workers. */
  readonly moduleUrl: string;
  /** The JavaScript that drives it. */
  load(): Promise<Ort>;
}

const absolute = (url: string) => new URL(url, import.meta.url).href;

/** A browser fetches one of them. */
export const RUNTIMES: Readonly<Record<RuntimeName, Runtime>> = {
  wasm: {
    binary: wasmBinary,
    moduleUrl: absolute(wasmModule),
    load: () => import('onnxruntime-web/wasm'),
  },
  jspi: {
    binary: jspiBinary,
    moduleUrl: absolute(jspiModule),
    load: () => import('onnxruntime-web/jspi'),
  },
  asyncify: {
    binary: asyncifyBinary,
    moduleUrl: absolute(asyncifyModule),
    load: () => import('onnxruntime-web/webgpu'),
  },
};
