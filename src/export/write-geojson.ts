import { boundsOf } from '../maps/bounds-of';
import type { MapExtent } from '../maps/map-frame';
import { DEGREE_DIGITS, REFERENCE_SYSTEM, type MapReport } from './map-report';
import { className, round, type PictureReport } from './picture-report';

/** Longitude, latitude. */
type Position = readonly [number, number];
type Ring = readonly Position[];

export type StormShape =
  | { readonly type: 'Polygon'; readonly coordinates: readonly Ring[] }
  | { readonly type: 'MultiPolygon'; readonly coordinates: readonly (readonly Ring[])[] };

/**
 * The storms of any number of maps as one GeoJSON FeatureCollection (RFC 7946), documented in `docs/json.md`: one
 * feature a storm, its box as a polygon, which is cut in two at the antimeridian. The standard has Earth in mind and
 * has dropped the member for another reference system; that these are coordinates on Mars stands in a member of its
 * own. Pictures that are no maps have no features.
 */
export function writeGeojson(reports: readonly PictureReport[]): string {
  const features = reports.flatMap((report) => (report.map ? featuresOf(report, report.map) : []));
  const collection = { type: 'FeatureCollection', reference_system: REFERENCE_SYSTEM, features };
  return `${JSON.stringify(collection, undefined, 2)}\n`;
}

function featuresOf({ picture, names, detections, model }: PictureReport, { sol, storms }: MapReport) {
  return detections.flatMap(({ confidence, classId }, i) => {
    const storm = storms[i];
    if (!storm) return [];
    const { west, south, east, north } = boundsOf(storm, DEGREE_DIGITS);
    const properties = {
      picture: picture.name,
      sol: sol?.sol,
      sub_phase: sol?.read?.subPhase,
      day: sol?.read?.day,
      track: storm.track,
      class: className(names, classId),
      class_id: classId,
      confidence: round(confidence * 100, 2),
      centre: [round(storm.centre.longitude, DEGREE_DIGITS), round(storm.centre.latitude, DEGREE_DIGITS)],
      area_km2: Math.round(storm.areaKm2),
      below_mdad_minimum: storm.small,
      model: model.id,
    };
    return [{ type: 'Feature', bbox: [west, south, east, north], geometry: shapeOf(storm), properties }];
  });
}

/** The box of a storm, cut where it crosses the antimeridian. */
export function shapeOf(storm: MapExtent): StormShape {
  const { west, east, north, south } = boundsOf(storm, DEGREE_DIGITS);
  if (west <= east) return { type: 'Polygon', coordinates: [ringOf(west, east, south, north)] };
  const parts = [ringOf(west, 180, south, north), ringOf(-180, east, south, north)];
  return { type: 'MultiPolygon', coordinates: parts.map((ring) => [ring]) };
}

/** Closed, anticlockwise, as the standard asks of an outer ring. */
function ringOf(west: number, east: number, south: number, north: number): Ring {
  return [
    [west, south],
    [east, south],
    [east, north],
    [west, north],
    [west, south],
  ];
}
