import { AppError } from '../../src/shared/errors';
import { readPieces } from '../bytes/read-pieces';
import { answerError } from './answer-error';
import { createBackoff, type BackoffOptions } from './backoff';
import type { Asked } from './hub-error';
import { judgeAnswer, type FileFacts } from './judge-answer';
import { LIMITS } from './limits';
import { send } from './send';
import type { HubAccess, Transport } from './transport';
import { watchStall } from './watch-stall';

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

export interface FetchedRange {
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly facts: FileFacts;
}

export interface FetchOptions extends BackoffOptions {
  /** Told of every piece that comes, in bytes. */
  readonly onBytes?: (count: number) => void;
}

interface Reading {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How many of them have come. */
  filled: number;
  facts: FileFacts;
}

/**
 * Fetches one place of a file, as the checkpoint reader asks for. A connection that breaks is taken up where it broke;
 * passing failures are retried with `createBackoff`'s patience. Undefined where the server sends whole files only, or
 * does not let a script see which part it has sent.
 *
 * @throws AppError a code of `answerError` or `judgeAnswer`; the signal's reason after an abort.
 */
export async function fetchRange(
  request: PlaceRequest,
  transport: Transport,
  options: FetchOptions = {},
): Promise<FetchedRange | undefined> {
  const { from, to, known } = request;
  const reading: Reading = { bytes: new Uint8Array(to - from), filled: 0, facts: known };
  const backoff = createBackoff(transport, options);
  while (reading.filled < reading.bytes.length) {
    const before = reading.filled;
    try {
      if (!(await receive(reading, request, transport, options))) return undefined;
    } catch (error) {
      if (reading.filled > before) backoff.progressed();
      await backoff.failed(error);
    }
  }
  return { bytes: reading.bytes, facts: reading.facts };
}

/** One request for what is missing; false where the answer is not a part. */
async function receive(
  reading: Reading,
  { address, hub, asked, from, to }: PlaceRequest,
  transport: Transport,
  options: FetchOptions,
): Promise<boolean> {
  const missing = { from: from + reading.filled, to };
  const watch = watchStall(transport, LIMITS.stallMs, options.signal);
  let response: Response | undefined;
  try {
    const headers = { Range: `bytes=${missing.from}-${to - 1}` };
    response = await send(transport, address, { headers, hub, signal: watch.signal });
    if (response.status === 416) throw new AppError('download-changed', { status: 416 });
    if (!response.ok) throw answerError(response, address, asked);
    const answer = judgeAnswer(response, missing, reading.facts);
    if (answer.kind !== 'part') return false;
    reading.facts = answer.facts;
    const expected = answer.end - missing.from;
    const taken = await take(reading, response.body, expected, (count) => {
      watch.fed();
      options.onBytes?.(count);
    });
    if (taken < expected) throw new AppError('download-truncated', { expected, actual: taken });
    return true;
  } catch (cause) {
    if (watch.signal.aborted) throw watch.signal.reason;
    if (cause instanceof AppError) throw cause;
    throw new AppError('network-failed', { host: new URL(address).host }, { cause });
  } finally {
    watch.stop();
    if (response?.body && !response.body.locked) await response.body.cancel().catch(() => undefined);
  }
}

/** Takes a body's bytes; resolves with how many came. */
async function take(
  reading: Reading,
  body: ReadableStream<Uint8Array> | null,
  expected: number,
  onPiece: (count: number) => void,
): Promise<number> {
  const pieces = body && readPieces(body);
  let taken = 0;
  for (let piece = await pieces?.read(); piece; piece = await pieces?.read()) {
    taken += piece.length;
    if (taken > expected) {
      await pieces?.cancel();
      throw new AppError('download-length', { expected, actual: taken });
    }
    reading.bytes.set(piece, reading.filled);
    reading.filled += piece.length;
    onPiece(piece.length);
  }
  return taken;
}
