import type { ByteSource } from '../../src/shared/byte-source';
import { AppError } from '../../src/shared/errors';
import type { Part } from '../store/model-row';
import type { ConversionJob } from './conversion-job';
import { intactPart } from './intact-parts';

/** Brings what is not stored yet. With an `index`, in place of a stored part that is bad. */
export interface Fetching {
  /** Stores and gives bytes of the file; undefined where its server sends whole files only. */
  range(from: number, to: number, index?: number): Promise<Uint8Array<ArrayBuffer> | undefined>;
  /** Stores the whole file. */
  whole(): Promise<void>;
}

interface Piece {
  readonly start: number;
  readonly bytes: Uint8Array<ArrayBuffer>;
}

const covers = ({ start = 0, size }: Part, at: number) => start <= at && at < start + size;

/**
 * A remote file for a reader that needs some of it: what is stored is read from the store, the rest is fetched and
 * stored before it is handed out. A stored part that is no longer what it was is fetched again.
 */
export function createPartsSource(job: ConversionJob, size: number, fetching: Fetching): ByteSource {
  const bad = new Set<number>();
  // Many places may lie in one part.
  let last: (Piece & { readonly index: number }) | undefined;

  async function stored(at: number): Promise<Piece | undefined> {
    const index = job.partial.parts.findIndex((part, i) => covers(part, at) && !bad.has(i));
    if (index < 0 || last?.index === index) return index < 0 ? undefined : last;
    const bytes = (await intactPart(job.context.store.parts, job.partial, index))?.bytes;
    if (!bytes) {
      bad.add(index);
      return undefined;
    }
    last = { index, start: job.partial.parts[index]?.start ?? 0, bytes };
    return last;
  }

  async function fetched(at: number, end: number): Promise<Piece | undefined> {
    const { parts } = job.partial;
    const index = parts.findIndex((part) => covers(part, at));
    const part = parts[index];
    const start = part?.start ?? at;
    const next = parts.reduce((least, { start = 0 }) => (start > at ? Math.min(least, start) : least), end);
    const to = part ? start + part.size : Math.min(next, at + job.context.rangeBytes);
    const bytes = await fetching.range(start, to, part && index);
    if (!bytes) return undefined;
    bad.delete(index);
    return { start, bytes };
  }

  /** The stored bytes at `at`, once all are stored. */
  async function afterWhole(at: number): Promise<Piece> {
    bad.clear();
    last = undefined;
    await fetching.whole();
    const piece = await stored(at);
    // They came a moment ago.
    if (!piece) throw new AppError('store-failed', { reason: 'the bytes were not kept' });
    return piece;
  }

  return {
    size,
    async read(start, end) {
      const bytes = new Uint8Array(end - start);
      for (let at = start; at < end;) {
        const piece = (await stored(at)) ?? (await fetched(at, end)) ?? (await afterWhole(at));
        if (piece.start === start && piece.bytes.length === bytes.length) return piece.bytes;
        const found = piece.bytes.subarray(at - piece.start, end - piece.start);
        bytes.set(found, at - start);
        at += found.length;
      }
      return bytes;
    },
  };
}
