import type { PictureReport } from '../export/picture-report';
import type { Thresholds } from '../shared/types';
import { stormGeometry } from '../maps/storm-geometry';
import type { Maps } from './maps';
import type { PictureItem } from './pictures';
import type { Sequence } from './sequence';
import { shownDetections } from './shown-detections';

/** What is shown of a picture, for the page and for files; undefined until it is done. */
export function reportOf(
  item: PictureItem,
  thresholds: Thresholds,
  maps: Maps,
  sequence?: Sequence,
): PictureReport | undefined {
  const status = item.status.value;
  if (status.kind !== 'done') return undefined;
  const { picture, passes, model, timings } = status.result;
  const [first] = passes;
  if (!first) return undefined;
  const detections = shownDetections(item, status.result, thresholds, maps);
  const frame = maps.frameOf(item, picture);
  const linked = sequence?.linked.value;
  return {
    picture: { name: item.name, ...picture },
    detections,
    names: model.metadata.names,
    thresholds,
    input: first.candidates.placement.input,
    tiles: passes.length,
    model,
    timings,
    map: frame && {
      frame,
      sol: sequence?.placeOf(item),
      storms: detections.map((detection) => ({
        ...stormGeometry(frame, detection.box),
        track: linked?.trackOf(detection),
      })),
    },
  };
}
