import type { MapEdges } from './extent-of-edges';
import { toConvention, type LongitudeConvention } from './longitude-convention';
import type { MapExtent } from './map-frame';

/**
 * Extent -> edges as a person of the convention writes them, the inverse of `extentOfEdges`. The edge with the greater
 * number is written as the upper end of the range rather than the lower one: 180 and not -180, 360 and not 0.
 */
export function edgesOfExtent(
  { west, east, north, south }: MapExtent,
  convention: LongitudeConvention,
): MapEdges {
  const lower = convention.range === '0-360' ? 0 : -180;
  const left = tidy(toConvention(west, convention));
  const right = tidy(toConvention(east, convention));
  const growsRight = convention.positive === 'east';
  return {
    left: !growsRight && left === lower ? lower + 360 : left,
    right: growsRight && right === lower ? lower + 360 : right,
    top: tidy(north),
    bottom: tidy(south),
  };
}

/** To 1e-6 degrees, 6 cm on Mars: what arithmetic added is not shown. */
function tidy(degrees: number): number {
  return Number(degrees.toFixed(6));
}
