/**
 * What the page, and by the service worker's headers also the worker, may load. It stands in the page itself, so that
 * it holds on hosts that send no headers. Connections are open to https and to this machine: models live on hubs,
 * mirrors and people's own computers.
 */
export const CONTENT_SECURITY_POLICY = [
  "default-src 'none'",
  "script-src 'self' 'wasm-unsafe-eval'",
  "style-src 'self'",
  "img-src 'self' blob: data:",
  "worker-src 'self'",
  "manifest-src 'self'",
  "connect-src 'self' https: http://localhost:* http://127.0.0.1:*",
  "base-uri 'none'",
  "form-action 'none'",
].join('; ');
