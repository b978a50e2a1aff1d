import { AppError } from '../../src/shared/errors';
import { answerError } from './answer-error';
import { createBackoff, type BackoffOptions } from './backoff';
import type { Asked } from './hub-error';
import { LIMITS } from './limits';
import { send } from './send';
import type { HubAccess, Transport } from './transport';

export interface JsonRequest extends BackoffOptions {
  readonly hub?: HubAccess | undefined;
  readonly asked?: Asked | undefined;
}

export interface JsonAnswer {
  readonly value: unknown;
  readonly headers: Headers;
}

/** The body as text, given up on when it is longer than facts ever are. */
async function boundedText(response: Response, host: string): Promise<string> {
  const reader = response.body?.getReader();
  if (!reader) return '';
  const decoder = new TextDecoder();
  let text = '';
  let length = 0;
  for (;;) {
    const { done, value } = await reader.read();
    if (done) return text + decoder.decode();
    length += value.byteLength;
    if (length > LIMITS.jsonBytes) {
      await reader.cancel();
      throw new AppError('hub-answer-invalid', { host, reason: 'length' });
    }
    text += decoder.decode(value, { stream: true });
  }
}

async function attempt(transport: Transport, address: string, request: JsonRequest): Promise<JsonAnswer> {
  const { host } = new URL(address);
  const response = await send(transport, address, { hub: request.hub, signal: request.signal });
  if (!response.ok) {
    await response.body?.cancel();
    throw answerError(response, address, request.asked);
  }
  let text: string;
  try {
    text = await boundedText(response, host);
  } catch (cause) {
    if (request.signal?.aborted === true) throw request.signal.reason;
    if (cause instanceof AppError) throw cause;
    throw new AppError('network-failed', { host }, { cause });
  }
  try {
    return { value: JSON.parse(text) as unknown, headers: response.headers };
  } catch (cause) {
    throw new AppError('hub-answer-invalid', { host, reason: 'json' }, { cause });
  }
}

/**
 * Facts from an API, asked for again after passing failures.
 *
 * @throws AppError a code of `hubError`, `network-failed`, `hub-busy`, `hub-failed`, `hub-answer-invalid`.
 */
export async function fetchJson(
  transport: Transport,
  address: string,
  request: JsonRequest,
): Promise<JsonAnswer> {
  const backoff = createBackoff(transport, request);
  for (;;) {
    try {
      return await attempt(transport, address, request);
    } catch (error) {
      await backoff.failed(error);
    }
  }
}
