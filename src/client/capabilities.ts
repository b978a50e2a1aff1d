import { localMemory } from './local-memory';

/** What this browser and device offer to an engine. */
export interface Capabilities {
  /** The graphics card as the browser names it, or undefined where WebGPU finds none. */
  readonly adapter: GpuAdapter | undefined;
  /** WebAssembly may wait for promises by itself (`WebAssembly.Suspending`). */
  readonly promiseIntegration: boolean;
  /** Memory can be shared between threads. */
  readonly isolated: boolean;
  /** Logical cores. */
  readonly cores: number;
}

export interface GpuAdapter {
  readonly name: string;
  /** WebGPU computed on the CPU: slower than WebAssembly. */
  readonly software: boolean;
  /** Shaders can compute in half precision. */
  readonly halfPrecision: boolean;
}

/** What a visit remembers of the adapter for the next one, by name. */
const ADAPTERS = { none: undefined, software: { software: true }, card: { software: false } } as const;
const KEY = 'webgpu-adapter';

/** A browser that has not answered by then has no adapter worth waiting for; milliseconds. */
const PATIENCE_MS = 3000;

export async function readCapabilities(): Promise<Capabilities> {
  const adapter = await readAdapter();
  localMemory.write(KEY, !adapter ? 'none' : adapter.software ? 'software' : 'card');
  return { adapter, ...readOthers() };
}

/**
 * The same at once, with the adapter that the last visit found: asking for it takes a tenth of a second, and it seldom
 * comes or goes. Undefined where there was none.
 */
export function recallCapabilities() {
  const name = localMemory.read(KEY);
  if (name === undefined || !Object.hasOwn(ADAPTERS, name)) return undefined;
  return { adapter: ADAPTERS[name as keyof typeof ADAPTERS], ...readOthers() };
}

function readOthers(): Omit<Capabilities, 'adapter'> {
  return {
    promiseIntegration: 'Suspending' in WebAssembly,
    isolated: globalThis.crossOriginIsolated,
    cores: navigator.hardwareConcurrency,
  };
}

async function readAdapter(): Promise<GpuAdapter | undefined> {
  const { gpu } = navigator as { readonly gpu?: GpuLike };
  const late = new Promise<null>((resolve) => setTimeout(resolve, PATIENCE_MS, null));
  const adapter = await Promise.race([gpu?.requestAdapter(), late]).catch(() => null);
  if (!adapter) return undefined;
  const { vendor, architecture, isFallbackAdapter } = adapter.info ?? {};
  return {
    name: [vendor, architecture].filter(Boolean).join(' ') || 'unnamed',
    software: isFallbackAdapter === true || architecture === 'swiftshader',
    halfPrecision: adapter.features.has('shader-f16'),
  };
}

/** The part of the WebGPU interface that is used here. */
interface GpuLike {
  requestAdapter(): Promise<{
    readonly features: { has(name: string): boolean };
    readonly info?: {
      readonly vendor?: string;
      readonly architecture?: string;
      readonly isFallbackAdapter?: boolean;
    };
  } | null>;
}
