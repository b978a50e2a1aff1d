import { AppError } from '../../src/shared/errors';
import { readPieces } from '../bytes/read-pieces';
import { LIMITS } from './limits';
import type { RangeDownload } from './range-download';
import type { StallWatch } from './watch-stall';

const POINTER = 'version https://git-lfs';

/** Pages and pointers instead of a model, told by their first bytes where the header did not. */
function checkFirstBytes(bytes: Uint8Array): void {
  const text = new TextDecoder('latin1').decode(bytes.subarray(0, POINTER.length + 3)).replace(/^ï»¿/, '');
  if (text.trimStart().startsWith('<')) throw new AppError('download-html');
  if (text.startsWith(POINTER)) throw new AppError('download-pointer');
}

/** Takes a body's bytes up to `limit`; resolves with how many came. A cut connection is `network-failed`. */
async function take(
  download: RangeDownload,
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
export async function takeWhole(
  download: RangeDownload,
  response: Response,
  watch: StallWatch,
): Promise<void> {
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

/** The bytes from `span.from` to before `span.end`. */
export async function takePart(
  download: RangeDownload,
  response: Response,
  span: { readonly from: number; readonly end: number },
  watch: StallWatch,
): Promise<void> {
  const expected = span.end - span.from;
  const taken = await take(download, response, expected, watch);
  if (taken < expected) throw new AppError('download-truncated', { expected, actual: taken });
}
