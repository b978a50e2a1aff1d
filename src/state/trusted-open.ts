import type { ReadonlySignal } from '@preact/signals';
import type { Capabilities } from '../client/capabilities';
import type { EngineClient } from '../client/engine-client';
import type { Verdict, Verdicts } from '../client/verdicts';
import type { Backend, ModelFile, OpenedModel, Provider } from '../shared/engine-api';
import { AppError } from '../shared/errors';
import type { EngineWish } from './choose-backends';

/** A backend that was tried and left, and why: a cause of `backend-failed`, another code, or an earlier verdict. */
export interface GivenUp {
  readonly provider: Provider;
  readonly cause: string;
}

export interface Opened {
  readonly model: OpenedModel;
  readonly givenUp: GivenUp | undefined;
}

/** What is known of this browser, and of models that ran in it. */
export interface Facts {
  readonly capabilities: Capabilities;
  readonly verdicts: Verdicts;
}

/** Failures of the answers themselves, which the same card, browser and model would repeat on another day. */
const LASTING: ReadonlySet<unknown> = new Set(['differs', 'zeros', 'not-finite', 'refused']);

export interface TrustedOpen {
  /** Opens a model in the engine that was started for a backend; on the CPU where WebGPU is not trusted with it. */
  openOn(backend: Backend, file: ModelFile): Promise<Opened>;
  /** Notes that WebGPU failed this model while it ran. */
  noteFailure(sha256: string, error: AppError): void;
  /** Lets what failed on this page be tried again. */
  forget(): void;
}

/** Opens models on WebGPU only where its answers were right, once they were compared, and remembers how that went. */
export function createTrustedOpen(
  client: Pick<EngineClient, 'open'>,
  wish: ReadonlySignal<EngineWish>,
  learn: () => Promise<Facts>,
): TrustedOpen {
  /** Models that WebGPU failed on this page, by hash. */
  const failed = new Map<string, GivenUp>();

  /** Why WebGPU is not to be tried with a model. Who asks for WebGPU gets it checked anew. */
  function distrust({ sha256 }: ModelFile, verdict: Verdict | undefined): GivenUp | undefined {
    if (failed.has(sha256)) return failed.get(sha256);
    const remembered = verdict === 'refused' && wish.peek() !== 'webgpu';
    return remembered ? { provider: 'webgpu', cause: 'remembered' } : undefined;
  }

  /** Opens a model on the CPU. */
  async function openOnCpu(file: ModelFile, givenUp?: GivenUp): Promise<Opened> {
    const model = await client.open(file, { provider: 'wasm', check: false, half: false });
    return { model, givenUp };
  }

  async function openOn({ provider }: Backend, file: ModelFile): Promise<Opened> {
    if (provider === 'wasm') return openOnCpu(file);
    const { sha256 } = file;
    const { capabilities, verdicts } = await learn();
    const verdict = verdicts.of(sha256);
    const givenUp = distrust(file, verdict);
    // No WebGPU was tried in this worker, so that its CPU is as good as a fresh one's.
    if (givenUp) return openOnCpu(file, givenUp);
    try {
      const check = verdict !== 'trusted' && verdict !== 'half';
      const half = verdict === 'half' || (check && capabilities.adapter?.halfPrecision === true);
      const model = await client.open(file, { provider, check, half });
      verdicts.remember(sha256, model.engine.half ? 'half' : 'trusted');
      return { model, givenUp: undefined };
    } catch (error) {
      if (error instanceof AppError && LASTING.has(error.data['cause'])) verdicts.remember(sha256, 'refused');
      throw error;
    }
  }

  return {
    openOn,
    noteFailure(sha256, { code, data }) {
      failed.set(sha256, { provider: 'webgpu', cause: String(data['cause'] ?? code) });
      if (LASTING.has(data['cause']))
        void learn().then(({ verdicts }) => verdicts.remember(sha256, 'refused'));
    },
    forget: () => failed.clear(),
  };
}
