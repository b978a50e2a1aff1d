import type { Backend } from '../shared/engine-api';
import { threadCount } from './thread-count';

/** What the person asks for. */
export type EngineWish = 'auto' | 'webgpu' | 'wasm' | 'wasm-1';

/** Why the first backend is what it is; a sentence for people is made of it in `src/ui`. */
export type ChoiceReason =
  'wished' | 'graphics-card' | 'no-graphics-card' | 'software-graphics' | 'wished-in-vain';

export interface Choice {
  /** In the order in which they are to be tried. */
  readonly backends: readonly Backend[];
  readonly reason: ChoiceReason;
}

/** What of a device's capabilities matters here. */
export interface Machine {
  readonly adapter: { readonly software: boolean } | undefined;
  readonly promiseIntegration: boolean;
  readonly isolated: boolean;
  readonly cores: number;
}

/**
 * The ways to run a model on this machine, best first: the graphics card, the CPU with threads, the CPU with one.
 *
 * A browser fetches one runtime, and only that one is there offline. So where there is a graphics card the CPU is
 * driven by the runtime for it too, whatever the person asks for. WebGPU on the CPU ("software") is slower than
 * WebAssembly and taken only when it is asked for.
 */
export function chooseBackends(machine: Machine, wish: EngineWish): Choice {
  const { adapter, isolated, cores } = machine;
  const most = threadCount(cores, isolated);
  const gpu = adapter !== undefined && (wish === 'webgpu' || !adapter.software);
  const runtime = !gpu ? 'wasm' : machine.promiseIntegration ? 'jspi' : 'asyncify';
  const onGpu: Backend = { runtime, provider: 'webgpu', threads: most };
  const onCpu = [...new Set(wish === 'wasm-1' ? [1] : [most, 1])].map((threads): Backend => ({
    runtime,
    provider: 'wasm',
    threads,
  }));
  const first = gpu && (wish === 'auto' || wish === 'webgpu') ? [onGpu] : [];
  return { backends: [...first, ...onCpu], reason: reasonOf(machine, wish) };
}

function reasonOf({ adapter }: Machine, wish: EngineWish): ChoiceReason {
  if (wish === 'webgpu') return adapter ? 'wished' : 'wished-in-vain';
  if (wish !== 'auto') return 'wished';
  if (!adapter) return 'no-graphics-card';
  return adapter.software ? 'software-graphics' : 'graphics-card';
}
