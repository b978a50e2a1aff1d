declare module '*.wasm?compressed' {
  interface FileIdentity {
    readonly size: number;
    /** 64 lower-case hex digits. */
    readonly sha256: string;
  }
  /** A gzipped WebAssembly file of the built site: its address, and what it is packed and unpacked. */
  const runtime: { readonly url: string; readonly packed: FileIdentity; readonly plain: FileIdentity };
  export default runtime;
}
