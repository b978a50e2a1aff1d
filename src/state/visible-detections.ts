import type { MapFrame } from '../maps/map-frame';
import { mergeDetections } from '../maps/slice/merge-detections';
import { stormGeometry } from '../maps/storm-geometry';
import type { Detection, Thresholds } from '../shared/types';
import type { PictureResult } from './pictures';

type Found = Pick<PictureResult, 'passes' | 'picture' | 'wrap'>;
type Filter = Pick<Thresholds, 'confidence' | 'maxDetections'>;

/**
 * What is to be seen of a picture's detections. A detection is only ever suppressed by a more confident one, so for a
 * picture that was shown whole this gives what suppression with these thresholds would have given. What was found in
 * tiles is filtered first and merged then, since weak detections would tie strong ones together. With a frame, storms
 * too small for the Mars Dust Activity Database are left out; they take no place of those that are shown.
 */
export function visibleDetections(
  { passes, picture, wrap }: Found,
  filter: Filter,
  withoutSmallOf?: MapFrame,
): readonly Detection[] {
  const { confidence, maxDetections } = filter;
  const kept = passes.map(({ tile, detections }) => ({
    tile,
    detections: detections.filter((detection) => detection.confidence > confidence),
  }));
  const [only] = kept;
  const found =
    kept.length === 1 && only ? only.detections : merged(passes, confidence, { picture, wrap }, kept);
  const shown = withoutSmallOf ? found.filter(({ box }) => !stormGeometry(withoutSmallOf, box).small) : found;
  return shown.slice(0, maxDetections);
}

/** Merging is asked for by every part of the page that shows a count; the last answer for each picture is kept. */
const known = new WeakMap<Found['passes'], { confidence: number; found: readonly Detection[] }>();

function merged(
  passes: Found['passes'],
  confidence: number,
  surface: Pick<Found, 'picture' | 'wrap'>,
  kept: Parameters<typeof mergeDetections>[1],
): readonly Detection[] {
  const before = known.get(passes);
  if (before?.confidence === confidence) return before.found;
  const found = mergeDetections(surface, kept);
  known.set(passes, { confidence, found });
  return found;
}
