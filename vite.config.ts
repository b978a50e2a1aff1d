import preact from '@preact/preset-vite';
import { defineConfig } from 'vitest/config';

export default defineConfig({
  base: './',
  plugins: [preact()],
  worker: { format: 'es' },
  test: {
    include: ['src/**/*.test.ts', 'worker/**/*.test.ts', 'sw/**/*.test.ts', 'e2e/stand-in-hub/**/*.test.ts'],
  },
});
