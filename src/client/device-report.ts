/** What the browser tells of itself and this device; nothing in it is secret or names a file. */
export async function deviceReport(): Promise<Readonly<Record<string, string | number | boolean>>> {
  return {
    browser: navigator.userAgent,
    'logical cores': navigator.hardwareConcurrency,
    'cross-origin isolated': globalThis.crossOriginIsolated,
    'service worker': 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null,
    'WebAssembly promise integration': 'Suspending' in WebAssembly,
    'WebGPU adapter': await adapterName(),
    online: navigator.onLine,
    'site version': __APP_VERSION__,
  };
}

/** Only shown: the engine runs on the CPU. */
async function adapterName(): Promise<string> {
  const { gpu } = navigator as { readonly gpu?: GpuLike };
  const adapter = await gpu?.requestAdapter().catch(() => null);
  if (!adapter) return 'none';
  const { vendor, architecture } = adapter.info ?? {};
  return [vendor, architecture].filter(Boolean).join(' ') || 'unnamed';
}

/** The part of the WebGPU interface that is used here. */
interface GpuLike {
  requestAdapter(): Promise<{ readonly info?: { vendor?: string; architecture?: string } } | null>;
}
