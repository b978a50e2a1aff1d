import { AppError } from '../../src/shared/errors';
import { readPieces } from '../bytes/read-pieces';
import { answerError } from './answer-error';
import { createBackoff, type BackoffOptions } from './backoff';
import type { Asked } from './hub-error';
import { judgeAnswer, type FileFacts } from './judge-answer';
import { LIMITS } from './limits';
import { send } from './send';
import type { HubAccess, Transport } from './transport';
import { watchStall, type StallWatch } from './watch-stall';

export interface PlaceRequest {
  /** Asked anew for every range, so that each gets a signature of its own. */
  readonly address: string;
  readonly hub?: HubAccess | undefined;
  readonly asked?: Asked | undefined;
  readonly known: FileFacts;
  /** First byte wanted, and one past the last. */
  readonly from: number;
  readonly to: number;
}

/** Takes bytes that have come, from `start` on; they stay as they are. */
export type Keep = (bytes: Uint8Array<ArrayBuffer>, start: number, facts: FileFacts) => Promise<void>;

export interface FetchOptions extends BackoffOptions {
  /** Bytes that are kept at a time, the last ones fewer. */
  readonly keepBytes: number;
  /** Told of every piece that comes, in bytes. */
  readonly onBytes?: (count: number) => void;
}

interface Reading {
  readonly request: PlaceRequest;
  readonly transport: Transport;
  readonly options: FetchOptions;
  readonly keep: Keep;
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How many of them have come. */
  filled: number;
  /** How many of those are kept. */
  kept: number;
  facts: FileFacts;
}

/**
 * Fetches one place of a file, as the checkpoint reader asks for, giving it to `keep` as it comes. A connection that
 * breaks is taken up where it broke; passing failures are retried with `createBackoff`'s patience. Undefined where
 * the server sends whole files only, or does not let a script see which part it has sent.
 *
 * @throws AppError a code of `answerError` or `judgeAnswer`; what `keep` throws; the signal's reason after an abort.
 */
export async function fetchRange(
  request: PlaceRequest,
  keep: Keep,
  transport: Transport,
  options: FetchOptions,
): Promise<Uint8Array<ArrayBuffer> | undefined> {
  const bytes = new Uint8Array(request.to - request.from);
  const reading: Reading = {
    ...{ request, transport, options, keep, bytes },
    ...{ filled: 0, kept: 0, facts: request.known },
  };
  const backoff = createBackoff(transport, options);
  while (reading.kept < bytes.length) {
    const before = reading.filled;
    try {
      if (!(await receive(reading))) return undefined;
    } catch (error) {
      if (reading.filled > before) backoff.progressed();
      await backoff.failed(error);
    }
  }
  return bytes;
}

/** One request for what is missing; false where the answer is not a part. */
async function receive(reading: Reading): Promise<boolean> {
  const { transport, options, request } = reading;
  const { address, hub, asked, to } = request;
  const missing = { from: request.from + reading.filled, to };
  const watch = watchStall(transport, LIMITS.stallMs, options.signal);
  let response: Response | undefined;
  try {
    // All may have come but not been kept.
    if (missing.from === to) return await keepFilled(reading).then(() => true);
    const headers = { Range: `bytes=${missing.from}-${to - 1}` };
    response = await send(transport, address, { headers, hub, signal: watch.signal });
    if (response.status === 416) throw new AppError('download-changed', { status: 416 });
    if (!response.ok) throw answerError(response, address, asked);
    const answer = judgeAnswer(response, missing, reading.facts);
    if (answer.kind !== 'part') return false;
    reading.facts = answer.facts;
    await take(reading, response, answer.end - missing.from, watch);
    return true;
  } finally {
    watch.stop();
    if (response?.body && !response.body.locked) await response.body.cancel().catch(() => undefined);
  }
}

/** Takes a body of `expected` bytes. */
async function take(
  reading: Reading,
  response: Response,
  expected: number,
  watch: StallWatch,
): Promise<void> {
  const { options, request } = reading;
  const pieces = response.body && readPieces(response.body);
  const next = async () => {
    try {
      return await pieces?.read();
    } catch (cause) {
      if (watch.signal.aborted) throw watch.signal.reason;
      throw new AppError('network-failed', { host: new URL(request.address).host }, { cause });
    }
  };
  let taken = 0;
  for (let piece = await next(); piece; piece = await next()) {
    watch.fed();
    taken += piece.length;
    if (taken > expected) {
      await pieces?.cancel();
      throw new AppError('download-length', { expected, actual: taken });
    }
    reading.bytes.set(piece, reading.filled);
    reading.filled += piece.length;
    options.onBytes?.(piece.length);
    if (reading.filled - reading.kept >= options.keepBytes) await keepFilled(reading);
  }
  if (taken < expected) throw new AppError('download-truncated', { expected, actual: taken });
  await keepFilled(reading);
}

async function keepFilled(reading: Reading): Promise<void> {
  const { bytes, filled, keep, facts, request } = reading;
  if (filled === reading.kept) return;
  await keep(bytes.subarray(reading.kept, filled), request.from + reading.kept, facts);
  reading.kept = filled;
}
