import type { ByteSource } from '../../src/shared/byte-source';
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

export interface RemoteRequest {
  /** Asked anew for every range, so that each gets a signature of its own. */
  readonly address: string;
  readonly hub?: HubAccess | undefined;
  readonly asked?: Asked | undefined;
  readonly known: FileFacts & { readonly size: number };
}

interface Reading {
  readonly bytes: Uint8Array<ArrayBuffer>;
  /** How many of them have come. */
  filled: number;
}

/**
 * A remote file that is read in places, as the checkpoint reader does. A connection that breaks is taken up where it
 * broke; passing failures are retried with `createBackoff`'s patience.
 *
 * Its `read` throws AppError a code of `answerError` or `judgeAnswer`; `download-range-wrong` where the server cannot
 * send a part of a file; the signal's reason after an abort.
 */
export function createHttpSource(
  request: RemoteRequest,
  transport: Transport,
  options: BackoffOptions & { readonly onBytes?: (count: number) => void } = {},
): ByteSource {
  return {
    size: request.known.size,
    async read(start, end, signal) {
      const reading: Reading = { bytes: new Uint8Array(end - start), filled: 0 };
      const backoff = createBackoff(transport, { ...options, signal: signal ?? options.signal });
      while (reading.filled < reading.bytes.length) {
        const before = reading.filled;
        try {
          await receive(reading, { from: start + before, to: end }, request, transport, options);
        } catch (error) {
          if (reading.filled > before) backoff.progressed();
          await backoff.failed(error);
        }
      }
      return reading.bytes;
    },
  };
}

async function receive(
  reading: Reading,
  range: { readonly from: number; readonly to: number },
  request: RemoteRequest,
  transport: Transport,
  options: BackoffOptions & { readonly onBytes?: (count: number) => void },
): Promise<void> {
  const { address, hub, asked, known } = request;
  const watch = watchStall(transport, LIMITS.stallMs, options.signal);
  let response: Response | undefined;
  try {
    const headers = { Range: `bytes=${range.from}-${range.to - 1}` };
    response = await send(transport, address, { headers, hub, signal: watch.signal });
    if (response.status === 416) throw new AppError('download-changed', { status: 416 });
    if (!response.ok) throw answerError(response, address, asked);
    const answer = judgeAnswer(response, range, known);
    // A server that only sends whole files would send all of it for every part.
    if (answer.kind !== 'part') throw new AppError('download-range-wrong', { ...range });
    const pieces = response.body && readPieces(response.body);
    for (let piece = await pieces?.read(); piece; piece = await pieces?.read()) {
      watch.fed();
      if (reading.filled + piece.length > reading.bytes.length) {
        throw new AppError('download-length', { expected: range.to - range.from, actual: piece.length });
      }
      reading.bytes.set(piece, reading.filled);
      reading.filled += piece.length;
      options.onBytes?.(piece.length);
    }
  } catch (cause) {
    if (watch.signal.aborted) throw watch.signal.reason;
    if (cause instanceof AppError) throw cause;
    throw new AppError('network-failed', { host: new URL(address).host }, { cause });
  } finally {
    watch.stop();
    if (response?.body && !response.body.locked) await response.body.cancel().catch(() => undefined);
  }
}
