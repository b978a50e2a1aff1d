import type { ByteSource } from '../../src/shared/byte-source';
import { throwIfAborted } from './fail';
import { LIMITS } from './limits';
import type { ByteRange, PlannedRead } from './plan-reads';
import { entryData } from './zip/entry-data';
import type { ZipEntry } from './zip/zip-entry';

/** The part of the file that holds an entry. */
export interface EntryPart extends ByteRange {
  readonly entry: ZipEntry;
}

/** Where an entry's header, padding and data lie; whatever else is behind it in the file is not read. */
export function partOf(entry: ZipEntry): EntryPart {
  return {
    entry,
    start: entry.start,
    end: Math.min(entry.end, entry.start + LIMITS.zipPadding + entry.size),
  };
}

/** Reads entries, checked, by their name. `onRead` is told the bytes of each read. */
export async function readEntries(
  source: ByteSource,
  reads: readonly PlannedRead<EntryPart>[],
  onRead: ((bytes: number) => void) | undefined,
  signal: AbortSignal | undefined,
): Promise<ReadonlyMap<string, Uint8Array<ArrayBuffer>>> {
  const entries = new Map<string, Uint8Array<ArrayBuffer>>();
  for (const { start, end, parts } of reads) {
    const block = await source.read(start, end, signal);
    throwIfAborted(signal);
    for (const part of parts) {
      entries.set(
        part.entry.name,
        entryData(part.entry, block.subarray(part.start - start, part.end - start)),
      );
    }
    onRead?.(end - start);
  }
  return entries;
}
