import type { ByteSource } from '../../../src/shared/byte-source';
import { AppError } from '../../../src/shared/errors';
import { damaged, tooLarge, unsupported } from '../fail';
import { LIMITS } from '../limits';
import { ByteView } from './byte-view';
import { ZIP } from './zip-entry';

/** Where the central directory lies. */
export interface DirectoryPlace {
  readonly entries: number;
  readonly start: number;
  readonly end: number;
}

interface Tail {
  readonly view: ByteView;
  /** Offset of the tail's first byte in the file. */
  readonly offset: number;
}

/** Reads the last 64 KiB, which hold the end record and, in most checkpoints, much of the directory. */
export async function readTail(source: ByteSource, signal?: AbortSignal): Promise<Tail> {
  const offset = Math.max(
    0,
    source.size - (ZIP.end64.bytes + ZIP.locator64.bytes + ZIP.end.bytes + ZIP.comment),
  );
  const bytes = await source.read(offset, source.size, signal);
  return { view: new ByteView(bytes, 'end of archive'), offset };
}

/** Finds the central directory by the end record (APPNOTE 4.3.16) and, if there is one, the ZIP64 one (4.3.14). */
export async function findDirectory(
  source: ByteSource,
  tail: Tail,
  signal?: AbortSignal,
): Promise<DirectoryPlace> {
  const at = findEndRecord(tail.view);
  if (at === undefined) throw await notAnArchive(source, signal);
  const { view, offset } = tail;
  if (view.u16(at + 4) !== 0 || view.u16(at + 6) !== 0) throw unsupported('archive in several parts');
  const entries = view.u16(at + 10);
  if (view.u16(at + 8) !== entries) throw damaged('end of archive: two counts of entries');
  const short = { entries, bytes: view.u32(at + 12), start: view.u32(at + 16) };
  const long = findLongRecord(tail, at);
  const place = long ? reconcile(short, long) : short;
  if (!long && isElsewhere(short)) throw damaged('end of archive: the ZIP64 record is missing');
  const end = long ? long.at : offset + at;
  // Exactly so: bytes before the archive or between its parts would be a second file hidden in this one.
  if (place.start + place.bytes !== end)
    throw damaged('central directory: does not end where the end record begins');
  if (place.entries > LIMITS.zipEntries) throw tooLarge('zipEntries', place.entries);
  if (place.bytes > LIMITS.zipDirectoryBytes) throw tooLarge('zipDirectoryBytes', place.bytes);
  return { entries: place.entries, start: place.start, end };
}

interface Counts {
  readonly entries: number;
  readonly bytes: number;
  readonly start: number;
}

function findEndRecord(view: ByteView): number | undefined {
  for (let at = view.bytes.length - ZIP.end.bytes; at >= 0; at--) {
    if (view.u32(at) === ZIP.end.signature && at + ZIP.end.bytes + view.u16(at + 20) === view.bytes.length)
      return at;
  }
  return undefined;
}

function isElsewhere({ entries, bytes, start }: Counts): boolean {
  return entries === ZIP.elsewhere16 || bytes === ZIP.elsewhere32 || start === ZIP.elsewhere32;
}

function findLongRecord({ view, offset }: Tail, end: number): (Counts & { readonly at: number }) | undefined {
  const locator = end - ZIP.locator64.bytes;
  if (locator < 0 || view.u32(locator) !== ZIP.locator64.signature) return undefined;
  if (view.u32(locator + 4) !== 0 || view.u32(locator + 16) !== 1)
    throw unsupported('archive in several parts');
  const at = locator - ZIP.end64.bytes;
  if (view.u64(locator + 8) !== offset + at)
    throw damaged('ZIP64 locator: points elsewhere than before itself');
  if (at < 0 || view.u32(at) !== ZIP.end64.signature) throw damaged('ZIP64 locator: no record there');
  if (view.u64(at + 4) !== ZIP.end64.bytes - 12) throw unsupported('ZIP64 record with an extension');
  if (view.u32(at + 16) !== 0 || view.u32(at + 20) !== 0) throw unsupported('archive in several parts');
  const entries = view.u64(at + 32);
  if (view.u64(at + 24) !== entries) throw damaged('ZIP64 record: two counts of entries');
  return { entries, bytes: view.u64(at + 40), start: view.u64(at + 48), at: offset + at };
}

/** The two records must agree wherever the short one says anything. */
function reconcile(short: Counts, long: Counts): Counts {
  const agree =
    (short.entries === ZIP.elsewhere16 || short.entries === long.entries) &&
    (short.bytes === ZIP.elsewhere32 || short.bytes === long.bytes) &&
    (short.start === ZIP.elsewhere32 || short.start === long.start);
  if (!agree) throw damaged('end of archive: contradicts the ZIP64 record');
  return long;
}

/** A file that begins as an archive but does not end as one was cut short, most often by a broken download. */
async function notAnArchive(source: ByteSource, signal?: AbortSignal): Promise<AppError> {
  if (source.size < 4) return new AppError('checkpoint-unrecognised', { size: source.size });
  const head = new ByteView(await source.read(0, 4, signal), 'head');
  const begun = head.u32(0) === ZIP.localHeader.signature;
  return new AppError(begun ? 'checkpoint-truncated' : 'checkpoint-unrecognised', { size: source.size });
}
