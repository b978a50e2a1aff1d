import { version } from './package.json' with { type: 'json' };
import preact from '@preact/preset-vite';
import { VitePWA } from 'vite-plugin-pwa';
import { defineConfig } from 'vitest/config';
import { compressedRuntime } from './.config/compressed-runtime.ts';
import { contentSecurityPolicy } from './.config/content-security-policy.ts';
import { webAssemblyText } from './.config/web-assembly-text.js';

/** Address that `npm start` prints. */
const PORT = 4173;

/** Sent by `npm start`, so that the first visit is isolated at once; elsewhere the service worker adds them. */
const ISOLATION = {
  'Cross-Origin-Opener-Policy': 'same-origin',
  'Cross-Origin-Embedder-Policy': 'require-corp',
};

export default defineConfig({
  // Relative, so that one build serves at any path.
  base: './',
  plugins: [
    preact(),
    compressedRuntime(),
    webAssemblyText(),
    contentSecurityPolicy(),
    VitePWA({
      strategies: 'injectManifest',
      srcDir: 'sw',
      filename: 'service-worker.ts',
      injectRegister: null,
      manifest: false,
      injectManifest: {
        globPatterns: ['**/*.{html,js,mjs,css,svg,png,jpg,webmanifest,gz}'],
        globIgnores: ['models/**'],
        // The runtimes are listed too; the service worker keeps the one that is used.
        maximumFileSizeToCacheInBytes: 10_000_000,
      },
    }),
  ],
  define: { __APP_VERSION__: JSON.stringify(version) },
  worker: { format: 'es', plugins: () => [compressedRuntime(), webAssemblyText()] },
  resolve: {
    // onnxruntime-web without its own copy of the WebAssembly glue, which the worker loads by itself.
    conditions: ['onnxruntime-web-use-extern-wasm', 'module', 'browser', 'development|production'],
  },
  build: { target: 'es2023', assetsInlineLimit: 0, modulePreload: { polyfill: false } },
  preview: { port: PORT, strictPort: true, headers: ISOLATION },
  test: {
    // One less by default, which on two cores is one.
    maxWorkers: '100%',
    // Networks take their time where all cores are busy.
    testTimeout: 30_000,
    include: [
      'src/**/*.test.ts',
      'worker/**/*.test.ts',
      'sw/**/*.test.ts',
      'e2e/{bench,evaluate,stand-in-hub}/**/*.test.ts',
    ],
  },
});
