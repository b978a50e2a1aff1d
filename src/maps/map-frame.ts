import type { Size } from '../shared/types';

/**
 * Edges of an equirectangular map in degrees. Latitudes are planetocentric, north positive. Longitudes are positive
 * EAST and grow to the right: `east` is greater than `west` by at most 360, so that a map from 170 E over the
 * antimeridian to 170 W has west 170 and east 190.
 */
export interface MapExtent {
  readonly west: number;
  readonly east: number;
  readonly north: number;
  readonly south: number;
}

/** Degrees east and north. */
export interface MapPoint {
  readonly longitude: number;
  readonly latitude: number;
}

/**
 * Where on the planet a picture lies. Pixels are counted from edges: x = 0 is the west edge, x = width the east edge,
 * y = 0 the north edge, y = height the south edge; the centre of the first pixel is (0.5, 0.5).
 */
export interface MapFrame extends MapExtent {
  readonly picture: Size;
}

/** Whether the left and the right edge meet: the map spans 360 degrees, give or take one of its pixels. */
export function isGlobal({ west, east, picture }: MapFrame): boolean {
  const span = east - west;
  return Math.abs(span - 360) <= span / picture.width;
}

/** Degrees east at column `x`, which may lie beyond the edges; not normalised. */
export function longitudeAt({ west, east, picture }: MapFrame, x: number): number {
  return west + ((east - west) * x) / picture.width;
}

/** Degrees north at row `y`, which may lie beyond the edges. */
export function latitudeAt({ north, south, picture }: MapFrame, y: number): number {
  return north - ((north - south) * y) / picture.height;
}

/**
 * Column of a longitude in degrees east, whichever turn it is counted in: of all its columns (one each 360 degrees)
 * the first at or right of the left edge. On a map of a region it may lie right of the right edge.
 */
export function columnOf({ west, east, picture }: MapFrame, longitude: number): number {
  const turned = (((longitude - west) % 360) + 360) % 360;
  return (turned * picture.width) / (east - west);
}

/** Row of a latitude in degrees north. */
export function rowOf({ north, south, picture }: MapFrame, latitude: number): number {
  return ((north - latitude) * picture.height) / (north - south);
}
