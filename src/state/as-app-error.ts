import { AppError } from '../shared/errors';

/** Anything else than an `AppError` is a bug of ours; the person is told what it said. */
export function asAppError(error: unknown): AppError {
  if (error instanceof AppError) return error;
  const reason = error instanceof Error ? error.message : String(error);
  return new AppError('unexpected', { reason }, { cause: error });
}
