import { AppError } from '../../src/shared/errors';
import { hubError, type Asked } from './hub-error';

/** Seconds of `Retry-After` where the script may see it: the hub does not expose it, other servers may. */
function retryAfter(headers: Headers): Record<string, number> {
  const seconds = Number(headers.get('Retry-After') ?? Number.NaN);
  return Number.isFinite(seconds) && seconds > 0 ? { retryAfterSeconds: seconds } : {};
}

/**
 * The error that an unsuccessful answer means. `asked` is undefined for an address that is not the hub's. Answers
 * of the storage origin, which the hub redirects to, carry no code: a refusal there means an expired signature, and
 * asking the hub again gets a new one.
 */
export function answerError(response: Response, address: string, asked: Asked | undefined): AppError {
  const { status, headers } = response;
  const from = response.url === '' ? address : response.url;
  const data = { status, host: new URL(from).host };
  if (status === 429) return new AppError('hub-busy', { ...data, ...retryAfter(headers) });
  if (status >= 500 || status === 408) {
    return new AppError(asked ? 'hub-failed' : 'server-refused', data);
  }
  const elsewhere = new URL(from).origin !== new URL(address).origin;
  if (elsewhere && asked && (status === 400 || status === 401 || status === 403)) {
    return new AppError('download-expired', data);
  }
  if (asked && !elsewhere) return hubError(response, asked);
  return new AppError('download-refused', data);
}
