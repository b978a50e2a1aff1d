import type { MapFrame } from '../maps/map-frame';
import type { SolOfMap } from '../maps/order-sols';
import type { StormGeometry } from '../maps/storm-geometry';

/** Where a detection lies on the planet, and the track it belongs to. */
export interface MapStorm extends StormGeometry {
  /** Id of its track, where maps of several sols have been linked. */
  readonly track: number | undefined;
}

/** What a picture's report has beyond others where the picture is a map. */
export interface MapReport {
  readonly frame: MapFrame;
  /** Place in its sequence, and what its name says; undefined for a map by itself. */
  readonly sol: Pick<SolOfMap, 'sol' | 'read'> | undefined;
  /** One for each detection of the report, in the same order. */
  readonly storms: readonly MapStorm[];
}

/** Decimals of degrees in files: 0.0001 degrees are 6 m. */
export const DEGREE_DIGITS = 4;

/** What coordinates in files refer to. The code names a system; areas are on the sphere of the mean radius. */
export const REFERENCE_SYSTEM = {
  body: 'Mars',
  code: 'IAU_2015:49900',
  name: 'Mars (2015) - Sphere / Ocentric',
  sphere_radius_m: 3_396_190,
  area_radius_km: 3389.5,
  statement:
    'Coordinates are degrees on Mars, not on Earth: planetocentric latitude, longitude positive east from -180 to 180.',
} as const;
