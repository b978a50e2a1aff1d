import type { Plugin } from 'vite';
import { CONTENT_SECURITY_POLICY } from '../src/shared/content-security-policy.ts';

/** Writes the policy into the built page. The development server needs inline scripts and a web socket. */
export function contentSecurityPolicy(): Plugin {
  return {
    name: 'content-security-policy',
    apply: 'build',
    transformIndexHtml: () => [
      {
        tag: 'meta',
        injectTo: 'head-prepend',
        attrs: { 'http-equiv': 'Content-Security-Policy', content: CONTENT_SECURITY_POLICY },
      },
    ],
  };
}
