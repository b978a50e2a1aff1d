import { AppError } from '../../src/shared/errors';
import { answerError } from './answer-error';
import { createBackoff, type BackoffOptions } from './backoff';
import { createBlock, type Block } from '../bytes/block';
import type { Asked } from './hub-error';
import { judgeAnswer, type Answer, type AskedRange, type FileFacts } from './judge-answer';
import { LIMITS } from './limits';
import { readPieces } from '../bytes/read-pieces';
import { send } from './send';
import type { HubAccess, Transport } from './transport';
import { watchStall, type StallWatch } from './watch-stall';

export interface RangeRequest {
  /** Asked anew for every range, so that each gets a signature of its own. */
  readonly address: string;
  readonly hub?: HubAccess | undefined;
  readonly asked?: Asked | undefined;
  /** First byte wanted: where the stored ranges end. */
  readonly offset: number;
  readonly known: FileFacts;
  /** False for a file that is better asked for as a whole, e.g. one that a service worker holds. */
  readonly ranged?: boolean;
}

export interface RangeSink {
  /** What the first answer told; comes before its bytes, and again only after `restart`. */
  learned(facts: FileFacts): Promise<void>;
  /** The next range. The bytes are overwritten once the promise has resolved. */
  write(bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  /** The server sends from the beginning: everything written so far is void. */
  restart(): Promise<void>;
}

export interface RangeOptions extends BackoffOptions {
  /** Bytes a range; the last may be shorter. */
  readonly rangeBytes?: number;
  /** The position in the file after every piece that came. */
  readonly onPosition?: (position: number) => void;
}

interface Download {
  readonly request: RangeRequest;
  readonly sink: RangeSink;
  readonly transport: Transport;
  readonly options: RangeOptions;
  readonly block: Block;
  facts: FileFacts;
  /** False once the server's ranges turned out to be unreadable. */
  ranged: boolean;
  finished: boolean;
}

const POINTER = 'version https://git-lfs';

/** Pages and pointers instead of a model, told by their first bytes where the header did not. */
function checkFirstBytes(bytes: Uint8Array): void {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, POINTER.length + 3)).replace(/^ï»¿/, '');
  if (text.trimStart().startsWith('<')) throw new AppError('download-html');
  if (text.startsWith(POINTER)) throw new AppError('download-pointer');
}

/** Takes a body's bytes up to `limit`; resolves with how many came. A cut connection is `network-failed`. */
async function take(
  download: Download,
  response: Response,
  limit: number,
  watch: StallWatch,
): Promise<number> {
  const { block, options, request } = download;
  const reader = response.body && readPieces(response.body);
  let taken = 0;
  while (reader) {
    let piece: Uint8Array | undefined;
    try {
      piece = await reader.read();
    } catch (cause) {
      if (watch.signal.aborted) throw watch.signal.reason;
      throw new AppError('network-failed', { host: new URL(request.address).host }, { cause });
    }
    if (!piece) break;
    watch.fed();
    if (block.position === 0 && piece.byteLength > 0) checkFirstBytes(piece);
    taken += piece.byteLength;
    if (taken > limit) {
      // Which of the bytes are the file's cannot be told: the unfinished block is lost with this error.
      await reader.cancel();
      throw new AppError('download-length', { expected: limit, actual: taken });
    }
    await block.push(piece);
    options.onPosition?.(block.position);
  }
  return taken;
}

/** The whole file in one body, whatever was asked for. */
async function takeWhole(download: Download, response: Response, watch: StallWatch): Promise<void> {
  const { block, sink, facts } = download;
  if (block.position > 0) {
    block.restart();
    await sink.restart();
    await sink.learned(facts);
  }
  const taken = await take(download, response, facts.size ?? LIMITS.modelBytes, watch);
  if (taken === 0) throw new AppError('download-empty');
  if (facts.size !== undefined && taken < facts.size) {
    throw new AppError('download-truncated', { expected: facts.size, actual: taken });
  }
  download.facts = { ...facts, size: taken };
}

async function takePart(
  download: Download,
  response: Response,
  span: { readonly from: number; readonly end: number },
  watch: StallWatch,
): Promise<void> {
  const expected = span.end - span.from;
  const taken = await take(download, response, expected, watch);
  if (taken < expected) throw new AppError('download-truncated', { expected, actual: taken });
}

function refusal(download: Download, response: Response): AppError {
  const { request, block } = download;
  if (response.status !== 416) return answerError(response, request.address, request.asked);
  // Nothing at the start: an empty file. Nothing where the file should go on: it is shorter than it was.
  return new AppError(block.position === 0 ? 'download-empty' : 'download-changed', { status: 416 });
}

async function learn(download: Download, answer: Exclude<Answer, { kind: 'opaque' }>): Promise<void> {
  const { facts } = download;
  const news = facts.size !== answer.facts.size || facts.validator !== answer.facts.validator;
  download.facts = answer.facts;
  if (news) await download.sink.learned(answer.facts);
}

/** Writes the last, shorter range. */
async function finish(download: Download): Promise<void> {
  await download.block.flush();
  download.finished = true;
}

/** A server that has no byte at `at`, and says that this is because the file ends there. */
function endsAt(response: Response, at: number): boolean {
  return response.status === 416 && at > 0 && response.headers.get('Content-Range') === `bytes */${at}`;
}

/** One request and its body; none where all bytes are there already. */
async function receive(download: Download): Promise<void> {
  const { block, request, transport, options, ranged } = download;
  // The connection broke after the last byte, or the store refused a range that is complete: nothing is to be asked.
  if (block.position === download.facts.size) {
    await finish(download);
    return;
  }
  if (block.position === block.end) await block.flush();
  const from = block.position;
  const asked: AskedRange = {
    from,
    to: ranged ? Math.min(block.end, download.facts.size ?? Infinity) : undefined,
  };
  const watch = watchStall(transport, LIMITS.stallMs, options.signal);
  let response: Response | undefined;
  try {
    response = await send(transport, request.address, {
      headers: asked.to === undefined ? {} : { Range: `bytes=${from}-${asked.to - 1}` },
      hub: request.hub,
      signal: watch.signal,
    });
    if (download.facts.size === undefined && endsAt(response, from)) {
      await finish(download);
      return;
    }
    if (!response.ok) throw refusal(download, response);
    const answer = judgeAnswer(response, asked, download.facts);
    if (answer.kind === 'opaque') {
      if (!ranged) throw new AppError('download-range-wrong', { from });
      download.ranged = false;
      return;
    }
    await learn(download, answer);
    if (answer.kind === 'whole') await takeWhole(download, response, watch);
    else await takePart(download, response, { from, end: answer.end }, watch);
    if (block.position === download.facts.size) await finish(download);
  } finally {
    watch.stop();
    // A body that was not read to its end would hold its connection. Cancelling one that failed fails as well.
    if (response?.body && !response.body.locked) await response.body.cancel().catch(() => undefined);
  }
}

/**
 * Downloads a file in ranges from `request.offset` on, giving each to `sink` in order. A connection that breaks is
 * taken up at the byte where it broke; passing failures are retried with `createBackoff`'s patience. Resolves with
 * the size of the file in bytes once the last range is written.
 *
 * @throws AppError a code of `answerError` or `judgeAnswer`; `network-failed`, `download-truncated`, `-stalled`
 *   after the last attempt; whatever `sink` rejects with; the signal's reason after an abort.
 */
export async function downloadRanges(
  request: RangeRequest,
  sink: RangeSink,
  transport: Transport,
  options: RangeOptions = {},
): Promise<number> {
  const block = createBlock(options.rangeBytes ?? LIMITS.rangeBytes, request.offset, (bytes) =>
    sink.write(bytes),
  );
  const facts = request.known;
  const download: Download = {
    request,
    sink,
    transport,
    options,
    block,
    facts,
    ranged: request.ranged ?? true,
    finished: facts.size !== undefined && request.offset === facts.size,
  };
  const backoff = createBackoff(transport, { waitOffline: true, ...options });
  // The furthest byte ever reached: a server that starts over each time makes no progress.
  let best = request.offset;
  const noteProgress = () => {
    if (block.position > best) backoff.progressed();
    best = Math.max(best, block.position);
  };
  try {
    while (!download.finished) {
      try {
        await receive(download);
        noteProgress();
      } catch (error) {
        noteProgress();
        await backoff.failed(error);
      }
    }
    return block.position;
  } finally {
    block.close();
  }
}
