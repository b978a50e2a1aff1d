/** Where the tests' server listens; browsers treat it as secure. */
export const LOCAL_HOST = '127.0.0.1';

/** The same server by a name that browsers do not trust without HTTPS. */
export const INSECURE_HOST = 'mars.test';

/** What lets the page have threads without a reload; for tests that are about something else than hosts without it. */
export const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};
