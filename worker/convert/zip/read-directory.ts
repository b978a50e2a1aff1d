import type { ByteSource } from '../../../src/shared/byte-source';
import { AppError } from '../../../src/shared/errors';
import { tooLarge } from '../fail';
import { LIMITS } from '../limits';
import { findDirectory, readTail } from './find-directory';
import { parseDirectory } from './parse-directory';
import { ZIP, type ZipDirectory } from './zip-entry';

/** Reads the directory of the archive in one or two reads at its end. */
export async function readDirectory(source: ByteSource, signal?: AbortSignal): Promise<ZipDirectory> {
  if (source.size > LIMITS.fileSize) throw tooLarge('fileSize', source.size);
  if (source.size < ZIP.end.bytes) throw new AppError('checkpoint-unrecognised', { size: source.size });
  const tail = await readTail(source, signal);
  const place = await findDirectory(source, tail, signal);
  const bytes = new Uint8Array(place.end - place.start);
  // What the tail already holds is not fetched again.
  const known = Math.max(place.start, tail.offset);
  if (place.start < known) bytes.set(await source.read(place.start, Math.min(known, place.end), signal));
  if (known < place.end) {
    bytes.set(tail.view.slice(known - tail.offset, place.end - known), known - place.start);
  }
  return parseDirectory(bytes, place.entries, place.start);
}
