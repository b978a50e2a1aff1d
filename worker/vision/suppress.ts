import type { Candidates, Detection, Thresholds } from '../../src/shared/types';
import { greedySuppression } from './greedy-suppression';
import { toPicture } from './to-picture';

/**
 * Non-maximum suppression: keeps a candidate unless a better one of the same class (of any class if `agnostic`)
 * overlaps it with an IoU strictly greater than `iou`. The survivors come by falling confidence, in picture pixels.
 * Filtering the result by confidence or taking its head equals having done so before: a candidate is only ever
 * dropped by a more confident one.
 */
export function suppress(
  candidates: Candidates,
  thresholds: Pick<Thresholds, 'iou' | 'agnostic'>,
): readonly Detection[] {
  const { scores, classIds, placement } = candidates;
  const kept = candidates.suppressed
    ? Uint32Array.from(scores.keys())
    : greedySuppression(candidates, thresholds);
  return Array.from(kept, (i) => ({
    box: toPicture(candidates.boxes, 4 * i, placement),
    confidence: scores[i] ?? 0,
    classId: classIds[i] ?? 0,
  }));
}
