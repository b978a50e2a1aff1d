import type { Detection, Thresholds } from '../shared/types';
import type { Maps } from './maps';
import type { PictureItem, PictureResult } from './pictures';
import { visibleDetections } from './visible-detections';

type Filter = Pick<Thresholds, 'confidence' | 'maxDetections'>;

/** What is shown of a picture, and so what its table, its boxes, the counts and the files hold alike. */
export function shownDetections(
  item: Pick<PictureItem, 'name'>,
  result: PictureResult,
  filter: Filter,
  maps: Pick<Maps, 'frameOf' | 'hideSmall'>,
): readonly Detection[] {
  const frame = maps.hideSmall.value ? maps.frameOf(item, result.picture) : undefined;
  return visibleDetections(result, filter, frame);
}
