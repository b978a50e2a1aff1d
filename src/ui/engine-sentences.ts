import type { EngineReport } from '../shared/engine-api';
import type { ChoiceReason, EngineWish } from '../state/choose-backends';
import type { GivenUp } from '../state/trusted-open';

/** The choices of `Engine`. */
export const ENGINE_WISHES: readonly { readonly id: EngineWish; readonly label: string }[] = [
  { id: 'auto', label: 'Automatic' },
  { id: 'webgpu', label: 'Graphics card (WebGPU)' },
  { id: 'wasm', label: 'CPU (WebAssembly)' },
  { id: 'wasm-1', label: 'CPU, one thread' },
];

/** What runs, in a few words. */
export function engineName({ provider, threads, half }: EngineReport): string {
  if (provider === 'webgpu') return half ? 'WebGPU, half precision' : 'WebGPU';
  return `WebAssembly, ${threads === 1 ? 'one thread' : `${threads} threads`}`;
}

const REASONS: Readonly<Record<ChoiceReason, string>> = {
  wished: 'Chosen by you.',
  'graphics-card': 'The graphics card is faster; its answers were checked against the CPU.',
  'no-graphics-card': 'This browser offers no graphics card (WebGPU).',
  'software-graphics': 'WebGPU is here only in software, which is slower.',
  'wished-in-vain': 'This browser offers no graphics card (WebGPU), so the CPU is used.',
};

const CAUSES: Readonly<Record<string, string>> = {
  differs: 'gave other answers than the CPU',
  zeros: 'answered with zeros',
  'not-finite': 'answered with numbers that are none',
  refused: 'could not open this model',
  exception: 'failed while it ran',
  lost: 'was lost while it ran',
  timeout: 'did not answer in time',
  'worker-lost': 'stopped while the model was opened',
  'out-of-memory': 'had too little memory',
  remembered: 'gave wrong answers for this model before',
};

/** Why it runs on what it does. */
export function engineReason(reason: ChoiceReason | undefined, givenUp: GivenUp | undefined): string {
  if (!givenUp) return reason ? REASONS[reason] : '';
  const what = CAUSES[givenUp.cause] ?? 'failed';
  return givenUp.provider === 'webgpu'
    ? `WebGPU ${what}, so the CPU is used instead.`
    : `The engine ${what}, so fewer threads are used.`;
}
