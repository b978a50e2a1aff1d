import type { Size } from '../shared/types';
import type { MapExtent } from './map-frame';

/** Maps sampled at the poles have a row more than half their columns (3600 x 1801); cropped gores cost a few. */
const TOLERANCE = 0.01;

/**
 * The extent to offer for a picture of which nothing is known: the whole globe from 180 W to 180 E, as Mars Daily
 * Global Maps run, where the picture is twice as wide as high; undefined for any other. An offer only: a photograph
 * may have that shape too.
 */
export function proposeExtent({ width, height }: Size): MapExtent | undefined {
  if (Math.abs(width / (2 * height) - 1) > TOLERANCE) return undefined;
  return { west: -180, east: 180, north: 90, south: -90 };
}
