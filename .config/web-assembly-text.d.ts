import type { Plugin } from 'vite';

export function webAssemblyText(): Plugin;
