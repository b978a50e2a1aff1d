declare module '*.wasm?compressed' {
  /** A gzipped WebAssembly file of the built site: its address, its bytes and their hash. */
  const runtime: { readonly url: string; readonly size: number; readonly sha256: string };
  export default runtime;
}
