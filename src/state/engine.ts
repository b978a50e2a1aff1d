import { signal, type ReadonlySignal } from '@preact/signals';
import { readCapabilities, recallCapabilities, type Capabilities } from '../client/capabilities';
import type { EngineClient } from '../client/engine-client';
import { createVerdicts } from '../client/verdicts';
import type { OpenedModel, ReadModel } from '../shared/engine-api';
import { AppError, type ErrorCode } from '../shared/errors';
import type { OnProgress } from '../shared/progress';
import { chooseBackends, type ChoiceReason, type EngineWish, type Machine } from './choose-backends';
import { createEarlyStart } from './early-start';
import { createTrustedOpen, type Facts, type GivenUp, type Opened } from './trusted-open';

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
   * Opens a model on the first backend that takes it, in its worker.
   * @param read brings the model, with its bytes or without, while the runtime comes
   */
  open(read: (withBytes: boolean) => Promise<ReadModel>, onProgress: OnProgress): Promise<Opened>;
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

export function createEngine(client: EngineClient): Engine {
  const wish = signal<EngineWish>('auto');
  const reason = signal<ChoiceReason | undefined>(undefined);
  const early = createEarlyStart(client);
  let facts: Promise<Facts> | undefined;
  let newest = 0;

  const learn = () =>
    (facts ??= readCapabilities().then((capabilities) => ({
      capabilities,
      verdicts: createVerdicts(capabilities.adapter?.name),
    })));
  const trusted = createTrustedOpen(client, wish, learn);

  function prepareFor(machine: Machine): void {
    const [backend] = chooseBackends(machine, wish.peek()).backends;
    // Another start would take the engine from a model that is being opened.
    if (backend && newest === 0) early.prepare(backend);
  }

  return {
    wish,
    reason,
    setWish(next) {
      wish.value = next;
      trusted.forget();
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
      const { capabilities } = await learn();
      const choice = chooseBackends(capabilities, wish.peek());
      reason.value = choice.reason;
      let left: GivenUp | undefined;
      const readAndLook = async () => {
        const { bytes, ...file } = await read(client.canLookThrough());
        if (mine === newest) client.lookThrough(file, bytes);
        return file;
      };
      for (const [i, backend] of choice.backends.entries()) {
        try {
          // Only its failure is told here: who opens a model in it waits for it.
          const failed = early.bringUp(backend, onProgress).then(() => new Promise<never>(() => undefined));
          const file = await Promise.race([readAndLook(), failed]);
          // Another model has taken the engine while this one was read.
          if (mine !== newest) throw new AppError('worker-lost');
          const { model, givenUp } = await trusted.openOn(backend, file);
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
    giveUp({ sha256, engine }, error) {
      if (engine.provider === 'webgpu') trusted.noteFailure(sha256, error);
    },
  };
}
