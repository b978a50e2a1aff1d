import { AppError } from '../../src/shared/errors';

/** A failed write or read as an error with a code. */
export function storeError(cause: unknown, needed?: number): AppError {
  if (cause instanceof AppError) return cause;
  const name = cause instanceof Error ? cause.name : '';
  if (name === 'QuotaExceededError') {
    return new AppError('store-full', needed === undefined ? {} : { needed }, { cause });
  }
  return new AppError('store-failed', { reason: name }, { cause });
}

/** An error of the store; where there is no room, what is missing it is the rest of the whole, not only what did not fit. */
export function wholeNeed(error: unknown, whole: number | undefined, stored: number): unknown {
  if (!(error instanceof AppError) || error.code !== 'store-full' || whole === undefined) return error;
  const needed = Math.max(0, whole - stored);
  return new AppError('store-full', { ...error.data, needed }, { cause: error });
}
