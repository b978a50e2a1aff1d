import type { Box } from '../../src/shared/types';

export interface Scored {
  readonly box: Box;
  readonly confidence: number;
}

/** What was found on a map and what is there. */
export interface Judged {
  readonly found: readonly Scored[];
  readonly truth: readonly Box[];
}

/**
 * Average precision over maps at an intersection over union of at least `iou`. By falling confidence each box takes the
 * free true box that it overlaps most. The area under the envelope of precision, read at 101 recalls as COCO does and
 * as the training of the bundled detector does, so that the figures can be compared. Undefined where nothing is there
 * to be found.
 *
 * `counts` picks a part of all boxes, such as a band of latitude. A true box outside it that is found counts neither
 * way.
 */
export function averagePrecision(
  maps: readonly Judged[],
  iou: number,
  counts: (box: Box) => boolean = () => true,
): number | undefined {
  const total = maps.flatMap(({ truth }) => truth.filter(counts)).length;
  if (total === 0) return undefined;
  const hits = maps
    .flatMap((map) => match(map, iou))
    .filter(({ box, taken }) => counts(taken ?? box))
    .toSorted((a, b) => b.confidence - a.confidence)
    .map(({ taken }) => taken !== undefined);
  return areaUnder(hits, total);
}

/** Which true box each detection takes. */
function match({ found, truth }: Judged, iou: number) {
  const free = new Set(truth);
  return found
    .toSorted((a, b) => b.confidence - a.confidence)
    .map(({ box, confidence }) => {
      let taken: Box | undefined;
      let most = 0;
      for (const candidate of free) {
        const overlap = overlapOf(box, candidate);
        if (overlap >= iou && overlap > most) [taken, most] = [candidate, overlap];
      }
      if (taken) free.delete(taken);
      return { box, confidence, taken };
    });
}

/** @param hits by falling confidence: whether a detection is right */
function areaUnder(hits: readonly boolean[], total: number): number {
  let right = 0;
  const points = hits.map((hit, i) => {
    if (hit) right++;
    return { recall: right / total, precision: right / (i + 1) };
  });
  // The best precision at this recall or a higher one.
  let best = 0;
  const envelope = points
    .toReversed()
    .map(({ precision }) => (best = Math.max(best, precision)))
    .toReversed();
  let sum = 0;
  for (let step = 0; step <= 100; step++) {
    const at = points.findIndex(({ recall }) => recall >= step / 100);
    sum += at < 0 ? 0 : (envelope[at] ?? 0);
  }
  return sum / 101;
}

/** Intersection over union. */
function overlapOf(a: Box, b: Box): number {
  const width = Math.min(a[2], b[2]) - Math.max(a[0], b[0]);
  const height = Math.min(a[3], b[3]) - Math.max(a[1], b[1]);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared === 0 ? 0 : shared / (areaOf(a) + areaOf(b) - shared);
}

function areaOf([x1, y1, x2, y2]: Box): number {
  return (x2 - x1) * (y2 - y1);
}
