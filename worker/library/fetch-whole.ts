import { AppError } from '../../src/shared/errors';
import { downloadRanges } from '../sources/download-ranges';
import type { RangeOptions, RangeRequest } from '../sources/range-download';
import { LIMITS } from '../sources/limits';
import { createSha256 } from '../sources/sha256';
import type { Part } from '../store/model-row';
import { checkParts } from './check-parts';
import { noteFile, type ConversionJob } from './conversion-job';
import { makeRoom } from './make-room';
import { partBytes } from './row-view';

/**
 * Brings a checkpoint as a whole to the store, for servers that cannot send parts of a file. Until the model is made
 * it takes the room of the file on the disk, but no more memory than reading parts does: one range.
 *
 * @throws AppError of the download, of the store, `model-too-large`; `download-hash` where one is published.
 */
export async function fetchWhole(
  job: ConversionJob,
  request: Omit<RangeRequest, 'offset' | 'known'>,
  options: RangeOptions,
): Promise<void> {
  const { context } = job;
  const { size, validator } = job.partial.file;
  checkSize(size ?? 0);
  if (!isBeginning(job.partial.parts)) await job.restart();
  const begun = await checkParts(context.store.parts, job.partial, options.signal);
  await job.record({ parts: job.partial.parts.slice(0, begun.good), needed: undefined });
  let { hash } = begun;
  const offset = partBytes(job.partial.parts);
  if (size !== undefined) await makeRoom(context.store, size - offset);
  const sink = {
    learned: (told: Parameters<typeof noteFile>[1]) => noteFile(job, told),
    async write(bytes: Uint8Array<ArrayBuffer>) {
      const start = partBytes(job.partial.parts);
      checkSize(start + bytes.length);
      await job.put(bytes, start);
      hash.update(bytes);
    },
    async restart() {
      await job.restart();
      hash = await createSha256();
    },
  };
  const known = { size, validator };
  const got = await downloadRanges({ ...request, offset, known }, sink, context.transport, options);
  await noteFile(job, { ...job.partial.file, size: got });
  const { sha256: expected } = job.partial.file;
  const actual = hash.hex();
  if (expected !== undefined && actual !== expected)
    throw new AppError('download-hash', { expected, actual });
}

/** Whether the parts are the file from its first byte on, in order. */
function isBeginning(parts: readonly Part[]): boolean {
  let end = 0;
  return parts.every(({ start, size }) => {
    const follows = start === end;
    end += size;
    return follows;
  });
}

function checkSize(size: number): void {
  const limit = LIMITS.wholeCheckpointBytes;
  if (size > limit) throw new AppError('model-too-large', { size, limit });
}
