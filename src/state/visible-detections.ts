import type { Detection, Thresholds } from '../shared/types';

/**
 * What remains of detections sorted by falling confidence. A detection is only ever suppressed by a more confident
 * one, so this gives what suppression with these thresholds would have given.
 */
export function visibleDetections(
  detections: readonly Detection[],
  { confidence, maxDetections }: Pick<Thresholds, 'confidence' | 'maxDetections'>,
): readonly Detection[] {
  return detections.filter((detection) => detection.confidence > confidence).slice(0, maxDetections);
}
