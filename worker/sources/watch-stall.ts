import { AppError } from '../../src/shared/errors';
import type { Transport } from './transport';

/** Ends a request that has gone silent: a connection lost in sleep or behind a dead proxy never ends by itself. */
export interface StallWatch {
  /** Aborted by the caller's signal, or after the silence with `download-stalled`. */
  readonly signal: AbortSignal;
  /** Bytes have come. */
  fed(): void;
  stop(): void;
}

export function watchStall(transport: Transport, ms: number, outer: AbortSignal | undefined): StallWatch {
  const controller = new AbortController();
  const pass = () => controller.abort(outer?.reason);
  if (outer?.aborted === true) pass();
  outer?.addEventListener('abort', pass);
  let fedAt = transport.now();
  let cancel: () => void = () => undefined;

  function arm(left: number): void {
    cancel = transport.after(left, () => {
      const rest = fedAt + ms - transport.now();
      if (rest > 0) arm(rest);
      else controller.abort(new AppError('download-stalled', { seconds: ms / 1000 }));
    });
  }
  arm(ms);

  return {
    signal: controller.signal,
    fed: () => (fedAt = transport.now()),
    stop: () => {
      cancel();
      outer?.removeEventListener('abort', pass);
    },
  };
}
