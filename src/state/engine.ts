import { signal, type ReadonlySignal } from '@preact/signals';
import { readCapabilities, recallCapabilities, type Capabilities } from '../client/capabilities';
import type { EngineClient } from '../client/engine-client';
import { createVerdicts, type Verdict, type Verdicts } from '../client/verdicts';
import type { Backend, ModelFile, OpenedModel, Provider } from '../shared/engine-api';
import { AppError, type ErrorCode } from '../shared/errors';
import type { ByteProgress, OnProgress } from '../shared/progress';
import { chooseBackends, type ChoiceReason, type EngineWish, type Machine } from './choose-backends';

/** A backend that was tried and left, and why: a cause of `backend-failed`, another code, or an earlier verdict. */
export interface GivenUp {
  readonly provider: Provider;
  readonly cause: string;
}

interface Opened {
  readonly model: OpenedModel;
  readonly givenUp: GivenUp | undefined;
}

/** Runs models on the best backend that can be trusted with them. */
export interface Engine {
  readonly wish: ReadonlySignal<EngineWish>;
  /** From the next model that is opened on; what failed before may be tried again. */
  setWish(wish: EngineWish): void;
  /** Why the backend is what it is; undefined until the first model is opened. */
  readonly reason: ReadonlySignal<ChoiceReason | undefined>;
  capabilities(): Promise<Capabilities>;
  /** Brings up the likeliest backend before it is known which model to open. What fails is told by `open`. */
  prepare(): void;
  /**
   * Opens a model on the first backend that takes it, each in a worker of its own.
   * @param read brings the model's file, while the runtime comes
   */
  open(read: () => Promise<ModelFile>, onProgress: OnProgress): Promise<Opened>;
  /** Notes that the provider in use failed this model while it ran: it is not taken for it again. */
  giveUp(model: OpenedModel, error: AppError): void;
}

/** What another backend may do better. Anything else, e.g. a failed fetch, is the same on all of them. */
const MOVES_ON: ReadonlySet<ErrorCode> = new Set([
  'backend-failed',
  'engine-failed',
  'out-of-memory',
  'worker-lost',
]);
/** Failures of the answers themselves, which the same card, browser and model would repeat on another day. */
const LASTING: ReadonlySet<unknown> = new Set(['differs', 'zeros', 'not-finite', 'refused']);

/** A backend that is being brought up for a model yet to be known. */
interface Prepared {
  readonly backend: Backend;
  readonly started: Promise<void>;
  /** How far it is; undefined where nothing is being fetched. */
  latest: ByteProgress | undefined;
  /** Who wants to know. */
  onProgress: OnProgress;
}

interface Facts {
  readonly capabilities: Capabilities;
  readonly verdicts: Verdicts;
}

export function createEngine(client: EngineClient): Engine {
  const wish = signal<EngineWish>('auto');
  const reason = signal<ChoiceReason | undefined>(undefined);
  /** Models that WebGPU failed on this page, by hash. */
  const failed = new Map<string, GivenUp>();
  let facts: Promise<Facts> | undefined;
  let prepared: Prepared | undefined;
  let newest = 0;

  const learn = () =>
    (facts ??= readCapabilities().then((capabilities) => ({
      capabilities,
      verdicts: createVerdicts(capabilities.adapter?.name),
    })));

  function prepareFor(machine: Machine): void {
    const [backend] = chooseBackends(machine, wish.peek()).backends;
    // Another start would take the engine from a model that is being opened.
    if (!backend || newest > 0 || (prepared && startsAlike(prepared.backend, backend))) return;
    const report: OnProgress = (progress) => {
      early.latest = progress;
      early.onProgress(progress);
    };
    const early: Prepared = {
      backend,
      started: client.start(backend, report),
      latest: undefined,
      onProgress: () => undefined,
    };
    early.started.catch(() => undefined);
    prepared = early;
  }

  function bringUp(backend: Backend, onProgress: OnProgress): Promise<void> {
    const early = prepared;
    prepared = undefined;
    if (!early || !startsAlike(early.backend, backend)) return client.start(backend, onProgress);
    early.onProgress = onProgress;
    if (early.latest) onProgress(early.latest);
    return early.started;
  }

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

  async function openOn(
    { provider }: Backend,
    file: ModelFile,
    { capabilities, verdicts }: Facts,
  ): Promise<Opened> {
    const { sha256 } = file;
    if (provider === 'wasm') return openOnCpu(file);
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
    wish,
    reason,
    setWish(next) {
      wish.value = next;
      failed.clear();
    },
    capabilities: async () => (await learn()).capabilities,
    prepare() {
      client.warm();
      const recalled = recallCapabilities();
      if (recalled) prepareFor(recalled);
      void learn().then(({ capabilities }) => prepareFor(capabilities));
    },
    async open(read, onProgress) {
      const mine = ++newest;
      const known = await learn();
      const choice = chooseBackends(known.capabilities, wish.peek());
      reason.value = choice.reason;
      let left: GivenUp | undefined;
      const readAndLook = async () => {
        const file = await read();
        if (mine === newest) client.lookThrough(file);
        return file;
      };
      for (const [i, backend] of choice.backends.entries()) {
        try {
          // Only its failure is told here: who opens a model in it waits for it.
          const failed = bringUp(backend, onProgress).then(() => new Promise<never>(() => undefined));
          const file = await Promise.race([readAndLook(), failed]);
          // Another model has taken the engine while this one was read.
          if (mine !== newest) throw new AppError('worker-lost');
          const { model, givenUp } = await openOn(backend, file, known);
          return { model, givenUp: givenUp ?? left };
        } catch (error) {
          const isLast = i === choice.backends.length - 1;
          // One that was overtaken leaves the engine alone.
          if (mine !== newest || isLast || !(error instanceof AppError) || !MOVES_ON.has(error.code))
            throw error;
          // What led away from the graphics card matters more than what happened after.
          left ??= { provider: backend.provider, cause: String(error.data['cause'] ?? error.code) };
        }
      }
      throw new AppError('engine-failed', { reason: 'there is no way to run it' });
    },
    giveUp({ sha256, engine }, { code, data }) {
      const { provider } = engine;
      if (provider !== 'webgpu') return;
      failed.set(sha256, { provider, cause: String(data['cause'] ?? code) });
      if (LASTING.has(data['cause']))
        void learn().then(({ verdicts }) => verdicts.remember(sha256, 'refused'));
    },
  };
}

/** Whether one start of the engine serves both. */
function startsAlike(one: Backend, other: Backend): boolean {
  return one.runtime === other.runtime && one.threads === other.threads;
}
