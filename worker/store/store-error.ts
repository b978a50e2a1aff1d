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
