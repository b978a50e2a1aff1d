import type { Capabilities } from './capabilities';

/** What the browser tells of itself and this device; nothing in it is secret or names a file. */
export function deviceReport({
  adapter,
  promiseIntegration,
  isolated,
  cores,
}: Capabilities): Readonly<Record<string, string | number | boolean>> {
  return {
    browser: navigator.userAgent,
    'logical cores': cores,
    'cross-origin isolated': isolated,
    'service worker': 'serviceWorker' in navigator && navigator.serviceWorker.controller !== null,
    'WebAssembly promise integration': promiseIntegration,
    'WebGPU adapter': adapter ? `${adapter.name}${adapter.software ? ' (software)' : ''}` : 'none',
    'WebGPU half precision': adapter?.halfPrecision ?? false,
    online: navigator.onLine,
    'site version': __APP_VERSION__,
  };
}
