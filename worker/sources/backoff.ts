import { AppError, type ErrorCode } from '../../src/shared/errors';
import { LIMITS } from './limits';
import type { Transport } from './transport';

/** Until when a failed request is put off, in milliseconds since 1970, and what had failed. */
export interface Waiting {
  readonly until: number;
  readonly cause: ErrorCode;
}

export interface BackoffOptions {
  readonly signal?: AbortSignal | undefined;
  /** Failures in a row before giving up; fewer where a person waits for the answer. */
  readonly attempts?: number;
  /** Wait for the network to come back however long it takes, instead of failing. */
  readonly waitOffline?: boolean;
  readonly onWaiting?: ((waiting: Waiting | undefined) => void) | undefined;
}

export interface Backoff {
  /** Waits before the next attempt, or rejects with `error` where another attempt is pointless. */
  failed(error: unknown): Promise<void>;
  /** The failures so far have been overcome. */
  progressed(): void;
}

/** Grows twofold; of each delay a random half is taken off so that many clients do not come back together. */
function delay(failures: number, first: number, most: number, random: number): number {
  return Math.min(most, first * 2 ** (failures - 1)) * (0.5 + random / 2);
}

/** Spaces the attempts of one task. Only retryable errors are retried, 429 more patiently than the rest. */
export function createBackoff(transport: Transport, options: BackoffOptions): Backoff {
  let failures = 0;

  function pause(error: AppError): number {
    if (error.code !== 'hub-busy') {
      return delay(failures, LIMITS.retryFirstMs, LIMITS.retryMostMs, transport.random());
    }
    const told = Number(error.data['retryAfterSeconds'] ?? 0) * 1000;
    const own = delay(failures, LIMITS.busyFirstMs, LIMITS.busyMostMs, transport.random());
    return Math.min(LIMITS.busyMostMs, Math.max(told, own));
  }

  async function failed(error: unknown): Promise<void> {
    if (options.signal?.aborted === true) throw options.signal.reason;
    if (!(error instanceof AppError) || !error.retryable) throw error;
    // Without a network an attempt proves nothing: it is not counted, and the wait ends when the network is back. Not
    // every browser tells a worker, so it looks from time to time.
    const offline = options.waitOffline === true && !transport.online();
    if (!offline) failures += 1;
    if (failures > (options.attempts ?? LIMITS.attempts)) throw error;
    const ms = offline ? LIMITS.retryMostMs : pause(error);
    options.onWaiting?.({ until: transport.now() + ms, cause: error.code });
    await transport.wait(ms, options.signal);
    options.onWaiting?.(undefined);
  }

  return { failed, progressed: () => (failures = 0) };
}
