import type { EngineClient } from '../client/engine-client';
import type { Backend } from '../shared/engine-api';
import type { ByteProgress, OnProgress } from '../shared/progress';

/** A backend that is being brought up for a model yet to be known. */
interface Early {
  readonly backend: Backend;
  readonly started: Promise<void>;
  /** How far it is; undefined where nothing is being fetched. */
  latest: ByteProgress | undefined;
  /** Who wants to know. */
  onProgress: OnProgress;
}

export interface EarlyStart {
  /** Brings the likeliest backend up, unless it is on its way already. What fails is told to who needs it. */
  prepare(backend: Backend): void;
  /** Brings a backend up, or waits for the start that was made before. */
  bringUp(backend: Backend, onProgress: OnProgress): Promise<void>;
}

/** Lets the engine start before it is known which model it is for: one start serves, where it is of the right kind. */
export function createEarlyStart(client: Pick<EngineClient, 'start'>): EarlyStart {
  let early: Early | undefined;
  return {
    prepare(backend) {
      if (early && startsAlike(early.backend, backend)) return;
      const report: OnProgress = (progress) => {
        mine.latest = progress;
        mine.onProgress(progress);
      };
      const mine: Early = {
        backend,
        started: client.start(backend, report),
        latest: undefined,
        onProgress: () => undefined,
      };
      mine.started.catch(() => undefined);
      early = mine;
    },
    bringUp(backend, onProgress) {
      const made = early;
      early = undefined;
      if (!made || !startsAlike(made.backend, backend)) return client.start(backend, onProgress);
      made.onProgress = onProgress;
      if (made.latest) onProgress(made.latest);
      return made.started;
    },
  };
}

/** Whether one start of the engine serves both. */
function startsAlike(one: Backend, other: Backend): boolean {
  return one.runtime === other.runtime && one.threads === other.threads;
}
