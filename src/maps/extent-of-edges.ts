import { fromConvention, normaliseLongitude, type LongitudeConvention } from './longitude-convention';
import type { MapExtent } from './map-frame';

/** Edges as a person writes them: longitudes in their convention, latitudes in degrees north. */
export interface MapEdges {
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

/** Why edges make no map. */
export type EdgeFault = 'not-a-number' | 'latitude-range' | 'latitude-order' | 'longitude-range';

export type ExtentResult =
  { readonly ok: true; readonly extent: MapExtent } | { readonly ok: false; readonly fault: EdgeFault };

/**
 * Edges -> extent. East grows to the right, so the right edge lies up to 360 degrees east of the left one: equal
 * longitudes (0 and 0, or 180 and -180) mean a whole globe. Longitudes outside -360 to 360 are refused, and so are
 * latitudes beyond the poles and a top that is not north of the bottom.
 */
export function extentOfEdges(edges: MapEdges, convention: LongitudeConvention): ExtentResult {
  const { left, right, top, bottom } = edges;
  if (![left, right, top, bottom].every(Number.isFinite)) return { ok: false, fault: 'not-a-number' };
  if (Math.abs(left) > 360 || Math.abs(right) > 360) return { ok: false, fault: 'longitude-range' };
  if (Math.abs(top) > 90 || Math.abs(bottom) > 90) return { ok: false, fault: 'latitude-range' };
  if (top <= bottom) return { ok: false, fault: 'latitude-order' };
  const west = normaliseLongitude(fromConvention(left, convention), '-180-180');
  const span = normaliseLongitude(
    fromConvention(right, convention) - fromConvention(left, convention),
    '0-360',
  );
  return { ok: true, extent: { west, east: west + (span === 0 ? 360 : span), north: top, south: bottom } };
}
