import type { MapExtent } from './map-frame';

/** Radius of the sphere that the areas and lengths are on: the mean radius of Mars. */
export const MARS_RADIUS_KM = 3389.5;

/** Degrees to radians. */
export const RADIAN = Math.PI / 180;

/**
 * Area in km2 between two meridians and two parallels of the sphere: R^2 (east - west) (sin north - sin south), which
 * is exact. 0 where the extent is empty.
 */
export function areaKm2({ west, east, north, south }: MapExtent): number {
  const width = Math.max(0, east - west) * RADIAN;
  const height = Math.max(0, Math.sin(north * RADIAN) - Math.sin(south * RADIAN));
  return MARS_RADIUS_KM ** 2 * width * height;
}
