import type { MapExtent } from './map-frame';
import { normaliseLongitude } from './longitude-convention';

/**
 * An extent as files write it (RFC 7946, 5.2): both longitudes from -180 to 180, so that east is less than west where
 * it runs across the antimeridian; all around is -180 to 180. Rounded to `digits` decimals.
 */
export function boundsOf({ west, east, north, south }: MapExtent, digits: number): MapExtent {
  const round = (value: number) => Number(value.toFixed(digits));
  const sides = { north: round(north), south: round(south) };
  if (round(east - west) >= 360) return { ...sides, west: -180, east: 180 };
  const from = normaliseLongitude(round(west), '-180-180');
  const to = normaliseLongitude(round(east), '-180-180');
  return { ...sides, west: round(from), east: to === -180 ? 180 : round(to) };
}
