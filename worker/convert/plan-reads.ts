import { LIMITS } from './limits';

/** Bytes `start` (inclusive) to `end` (exclusive) of a file. */
export interface ByteRange {
  readonly start: number;
  readonly end: number;
}

/** A read and the parts that lie in it. */
export interface PlannedRead<Part extends ByteRange> extends ByteRange {
  readonly parts: readonly Part[];
}

/**
 * Joins `parts` to few reads. Parts lie in the file as the writer ordered them, old writers by the text of their
 * number, so needed and unneeded ones alternate: the smallest gaps are read over until `LIMITS.gapShare` of what is
 * needed is wasted. No read is longer than `LIMITS.readBytes` unless a single part is.
 */
export function planReads<Part extends ByteRange>(parts: readonly Part[]): readonly PlannedRead<Part>[] {
  const ordered = parts.toSorted((a, b) => a.start - b.start);
  const bridged = affordableGaps(ordered);
  const reads: { start: number; end: number; parts: Part[] }[] = [];
  for (const [index, part] of ordered.entries()) {
    const last = reads.at(-1);
    if (last && bridged.has(index) && part.end - last.start <= LIMITS.readBytes) {
      last.end = Math.max(last.end, part.end);
      last.parts.push(part);
    } else {
      reads.push({ start: part.start, end: part.end, parts: [part] });
    }
  }
  return reads;
}

/** Indices of the parts whose distance to the part before them may be read over. */
function affordableGaps(ordered: readonly ByteRange[]): ReadonlySet<number> {
  const gaps = ordered.slice(1).map((part, index) => ({
    index: index + 1,
    bytes: part.start - (ordered[index]?.end ?? 0),
  }));
  let budget = LIMITS.gapShare * ordered.reduce((sum, part) => sum + part.end - part.start, 0);
  const affordable = new Set<number>();
  for (const gap of gaps.toSorted((a, b) => a.bytes - b.bytes)) {
    budget -= Math.max(0, gap.bytes);
    if (budget < 0) break;
    affordable.add(gap.index);
  }
  return affordable;
}
