import type { Candidates, Detection, Thresholds } from '../../src/shared/types';
import { toPicture } from './to-picture';

/**
 * Non-maximum suppression: keeps a candidate unless a better one of the same class (of any class if `agnostic`)
 * overlaps it with an IoU strictly greater than `iou`. The survivors come by falling confidence, in picture pixels.
 * Filtering the result by confidence or taking its head equals having done so before: a candidate is only ever
 * dropped by a more confident one.
 */
export function suppress(
  candidates: Candidates,
  { iou, agnostic }: Pick<Thresholds, 'iou' | 'agnostic'>,
): readonly Detection[] {
  const { scores, classIds, placement } = candidates;
  const kept = candidates.suppressed ? Uint32Array.from(scores.keys()) : greedyNms(candidates, iou, agnostic);
  return Array.from(kept, (i) => ({
    box: toPicture(candidates.boxes, 4 * i, placement),
    confidence: scores[i] ?? 0,
    classId: classIds[i] ?? 0,
  }));
}

const NONE = -1;

/** Indices of the survivors of candidates sorted by falling score. */
function greedyNms({ boxes, classIds }: Candidates, iou: number, agnostic: boolean): Uint32Array {
  const count = classIds.length;
  const areas = new Float64Array(count);
  for (let i = 0; i < count; i++) {
    const b = 4 * i;
    areas[i] = ((boxes[b + 2] ?? 0) - (boxes[b] ?? 0)) * ((boxes[b + 3] ?? 0) - (boxes[b + 1] ?? 0));
  }
  // Survivors of one class form a chain: `head` holds its newest, `next` leads to the one before.
  const head = new Map<number, number>();
  const next = new Int32Array(count);
  const kept = new Uint32Array(count);
  let survivors = 0;
  for (let i = 0; i < count; i++) {
    const group = agnostic ? 0 : (classIds[i] ?? 0);
    const newest = head.get(group) ?? NONE;
    let other = newest;
    while (other !== NONE && !(overlap(boxes, areas, i, other) > iou)) other = next[other] ?? NONE;
    if (other !== NONE) continue;
    next[i] = newest;
    head.set(group, i);
    kept[survivors++] = i;
  }
  return kept.subarray(0, survivors);
}

/** Intersection over union of candidates `i` and `j`. */
function overlap(boxes: Float32Array, areas: Float64Array, i: number, j: number): number {
  const a = 4 * i;
  const b = 4 * j;
  const left = Math.max(boxes[a] ?? 0, boxes[b] ?? 0);
  const right = Math.min(boxes[a + 2] ?? 0, boxes[b + 2] ?? 0);
  if (right <= left) return 0;
  const top = Math.max(boxes[a + 1] ?? 0, boxes[b + 1] ?? 0);
  const bottom = Math.min(boxes[a + 3] ?? 0, boxes[b + 3] ?? 0);
  if (bottom <= top) return 0;
  const intersection = (right - left) * (bottom - top);
  return intersection / ((areas[i] ?? 0) + (areas[j] ?? 0) - intersection);
}
