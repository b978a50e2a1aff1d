import { AppError } from '../../src/shared/errors';
import { createBlock } from '../bytes/block';
import { answerError } from './answer-error';
import { createBackoff } from './backoff';
import { judgeAnswer, type Answer, type AskedRange } from './judge-answer';
import { LIMITS } from './limits';
import type { RangeDownload, RangeOptions, RangeRequest, RangeSink } from './range-download';
import { send } from './send';
import { takePart, takeWhole } from './take-body';
import type { Transport } from './transport';
import { watchStall } from './watch-stall';

function refusal(download: RangeDownload, response: Response): AppError {
  const { request, block } = download;
  if (response.status !== 416) return answerError(response, request.address, request.asked);
  // Nothing at the start: an empty file. Nothing where the file should go on: it is shorter than it was.
  return new AppError(block.position === 0 ? 'download-empty' : 'download-changed', { status: 416 });
}

async function learn(download: RangeDownload, answer: Exclude<Answer, { kind: 'opaque' }>): Promise<void> {
  const { facts } = download;
  const news = facts.size !== answer.facts.size || facts.validator !== answer.facts.validator;
  download.facts = answer.facts;
  if (news) await download.sink.learned(answer.facts);
}

/** Writes the last, shorter range. */
async function finish(download: RangeDownload): Promise<void> {
  await download.block.flush();
  download.finished = true;
}

/** A server that has no byte at `at`, and says that this is because the file ends there. */
function endsAt(response: Response, at: number): boolean {
  return response.status === 416 && at > 0 && response.headers.get('Content-Range') === `bytes */${at}`;
}

/** One request and its body; none where all bytes are there already. */
async function receive(download: RangeDownload): Promise<void> {
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
  const download: RangeDownload = {
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
