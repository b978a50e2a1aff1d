/**
 * The few platform types that this folder speaks of. It compiles without DOM, worker or Node types, so that using the
 * platform here stays a compile error.
 */
declare namespace WebAssembly {
  interface Memory {
    readonly buffer: ArrayBuffer;
    /** @param pages of 64 KiB each @throws RangeError where there is no room */
    grow(pages: number): number;
  }
  type Module = object;
  const Module: new (bytes: Uint8Array<ArrayBuffer>) => Module;
  const Instance: new (module: Module) => { readonly exports: unknown };
}
