import { AppError, type ErrorData } from '../../src/shared/errors';
import type { LIMITS } from './limits';

/** The file contradicts itself; `what` says where, for a report. */
export function damaged(what: string, data: ErrorData = {}): AppError {
  return new AppError('checkpoint-damaged', { what, ...data });
}

/** The file is well formed, but in a way that is not read here. */
export function unsupported(what: string, data: ErrorData = {}): AppError {
  return new AppError('checkpoint-unsupported', { what, ...data });
}

/** A number of the file exceeds one of `LIMITS`. */
export function tooLarge(limit: keyof typeof LIMITS, value: number): AppError {
  return new AppError('checkpoint-too-large', { limit, value });
}

/** An abort as the platform would throw it; `DOMException` is not known here. */
export function throwIfAborted(signal: AbortSignal | undefined): void {
  if (!signal?.aborted) return;
  const abort = new Error('The conversion was aborted');
  abort.name = 'AbortError';
  throw abort;
}
