import { CONTENT_SECURITY_POLICY } from '../src/shared/content-security-policy';

/**
 * What a server would send to isolate the page, which shared memory, and with it threads, depends on; and the policy
 * that a page's own <meta> does not carry over to its workers.
 */
const HEADERS = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
  'Cross-Origin-Resource-Policy': 'same-origin',
  'Content-Security-Policy': CONTENT_SECURITY_POLICY,
};

/** The same response with the isolation headers; errors and opaque responses are left alone. */
export function withIsolationHeaders(response: Response): Response {
  if (response.type === 'error' || response.type.startsWith('opaque')) return response;
  const headers = new Headers(response.headers);
  for (const [name, value] of Object.entries(HEADERS)) headers.set(name, value);
  // A response of these statuses must not carry a body, not even an empty one.
  const body = [101, 204, 205, 304].includes(response.status) ? null : response.body;
  return new Response(body, { status: response.status, statusText: response.statusText, headers });
}
