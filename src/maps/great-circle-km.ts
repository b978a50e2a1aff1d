import { MARS_RADIUS_KM, RADIAN } from './area-km2';
import type { MapPoint } from './map-frame';

/** Length in km of the shortest way over the sphere (haversine, which keeps its precision for near points). */
export function greatCircleKm(a: MapPoint, b: MapPoint): number {
  const north = Math.sin(((b.latitude - a.latitude) * RADIAN) / 2) ** 2;
  const east = Math.sin(((b.longitude - a.longitude) * RADIAN) / 2) ** 2;
  const chord = north + Math.cos(a.latitude * RADIAN) * Math.cos(b.latitude * RADIAN) * east;
  return 2 * MARS_RADIUS_KM * Math.asin(Math.sqrt(Math.min(1, chord)));
}
