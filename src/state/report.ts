import type { PictureReport } from '../export/picture-report';
import type { Thresholds } from '../shared/types';
import type { PictureItem } from './pictures';
import { visibleDetections } from './visible-detections';

/** What is shown of a picture, for files; undefined until it is done. */
export function reportOf(item: PictureItem, thresholds: Thresholds): PictureReport | undefined {
  const status = item.status.value;
  if (status.kind !== 'done') return undefined;
  const { detections, candidates, model, timings } = status.result;
  return {
    picture: { name: item.name, ...candidates.placement.picture },
    detections: visibleDetections(detections, thresholds),
    names: model.metadata.names,
    thresholds,
    input: candidates.placement.input,
    model,
    timings,
  };
}
