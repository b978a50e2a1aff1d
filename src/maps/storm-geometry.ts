import type { Box } from '../shared/types';
import { areaKm2 } from './area-km2';
import { normaliseLongitude } from './longitude-convention';
import { isGlobal, latitudeAt, longitudeAt, type MapExtent, type MapFrame, type MapPoint } from './map-frame';

/**
 * Least area in km2 of the storms that the Mars Dust Activity Database lists. Outlined areas are meant there; a box
 * around an outline is larger, so a box below this is surely below it.
 */
export const MDAD_MINIMUM_KM2 = 100_000;

/**
 * A storm's box on the planet. Longitudes in degrees east: -180 <= west < 180, and east is greater than west, over 180
 * where the box runs across the antimeridian. Latitudes planetocentric.
 */
export interface StormGeometry extends MapExtent {
  /** Middle of the box: -180 <= longitude < 180. */
  readonly centre: MapPoint;
  /** Area of the box on the sphere, not of the storm's outline within it. */
  readonly areaKm2: number;
  /** Its box is smaller than what the Mars Dust Activity Database lists. */
  readonly small: boolean;
}

/** A box in pixels -> where it lies. On a global map its x may run over the seam: x2 beyond the width. */
export function stormGeometry(frame: MapFrame, [x1, y1, x2, y2]: Box): StormGeometry {
  const left = longitudeAt(frame, x1);
  const west = normaliseLongitude(left, '-180-180');
  const most = isGlobal(frame) ? 360 : frame.east - frame.west;
  const east = west + Math.min(longitudeAt(frame, x2) - left, most);
  const north = withinPoles(latitudeAt(frame, y1));
  const south = withinPoles(latitudeAt(frame, y2));
  const area = areaKm2({ west, east, north, south });
  return {
    west,
    east,
    north,
    south,
    centre: { longitude: normaliseLongitude((west + east) / 2, '-180-180'), latitude: (north + south) / 2 },
    areaKm2: area,
    small: area < MDAD_MINIMUM_KM2,
  };
}

/** Rows sampled at the poles reach half a pixel beyond them. */
function withinPoles(latitude: number): number {
  return Math.min(90, Math.max(-90, latitude));
}
