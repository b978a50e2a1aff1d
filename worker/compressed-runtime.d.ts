declare module '*.wasm?compressed' {
  const runtime: import('./sources/fetch-runtime').RuntimeFile;
  export default runtime;
}
