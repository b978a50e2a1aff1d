import type { Alive } from '../shared/alive-lock';
import { createEnd } from '../shared/end';
import { AppError, type ErrorCode } from '../shared/errors';
import { wrap, type Remote } from '../shared/rpc';

/** A running worker. */
export interface Connection<Api extends Alive> {
  readonly api: Remote<Api>;
  /** Ends when the worker runs, or has ended before it did. */
  readonly awake: Promise<void>;
  /** `job`, or a rejection when the worker ends before it does. */
  readonly guard: <T>(job: Promise<T>) => Promise<T>;
  /** Called once when the worker ends, by itself or by `end`. */
  onLost(listener: () => void): void;
  end(): void;
}

/**
 * Wraps a worker so that its end is noticed. A worker that is killed says nothing, but it holds a lock for as long as
 * it lives, and getting that lock means that it is gone.
 * @param lostAs what its end is told as
 */
export function connectWorker<Api extends Alive>(
  worker: Worker,
  lostAs: ErrorCode = 'worker-lost',
): Connection<Api> {
  const api = wrap<Api>(worker);
  const watch = new AbortController();
  const lost = createEnd();
  const fail = (cause?: unknown) => lost.come(new AppError(lostAs, {}, { cause }));
  // The script cannot be loaded, throws while it starts, or something in it that nobody caught later.
  worker.addEventListener('error', (event) => fail(event.message));
  const lock = (api as Remote<Alive>).aliveLock();
  lock
    .then((name) => navigator.locks.request(name, { signal: watch.signal }, () => fail()))
    .catch(() => undefined);
  return {
    api,
    awake: lost.before(lock).then(
      () => undefined,
      () => undefined,
    ),
    guard: (job) => lost.before(job),
    onLost: (listener) => void lost.before(new Promise<never>(() => undefined)).catch(listener),
    end() {
      watch.abort();
      worker.terminate();
      // Nobody is left waiting for an answer that cannot come.
      fail();
    },
  };
}
