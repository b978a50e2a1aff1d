import { boundsOf } from '../maps/bounds-of';
import { csvText } from './csv-text';
import { DEGREE_DIGITS, type MapReport, type MapStorm } from './map-report';
import { className, round, type PictureReport } from './picture-report';

const COLUMNS = [
  'mission_subphase',
  'sol',
  'sequence_sol',
  'member_id',
  'centroid_longitude',
  'centroid_latitude',
  'area_km2',
  'maximum_latitude',
  'minimum_latitude',
  'west_longitude',
  'east_longitude',
  'confidence_percent',
  'class',
  'class_id',
  'below_mdad_minimum',
  'picture',
  'x1',
  'y1',
  'x2',
  'y2',
];

/**
 * One row a storm, of any number of maps, as documented in `docs/json.md`; columns close to those of the Mars Dust
 * Activity Database. Pictures that are no maps have no rows.
 */
export function writeStormCsv(reports: readonly PictureReport[]): string {
  return csvText([COLUMNS, ...reports.flatMap((report) => (report.map ? rowsOf(report, report.map) : []))]);
}

function rowsOf({ picture, names, detections }: PictureReport, { sol, storms }: MapReport) {
  return detections.flatMap(({ box, confidence, classId }, i) => {
    const storm = storms[i];
    if (!storm) return [];
    return [
      [
        sol?.read?.subPhase ?? '',
        sol?.read?.day ?? '',
        sol?.sol ?? '',
        storm.track ?? '',
        ...placeOf(storm),
        round(confidence * 100, 2),
        className(names, classId),
        classId,
        storm.small ? 1 : 0,
        picture.name,
        ...box.map((side) => round(side, 2)),
      ],
    ];
  });
}

function placeOf(storm: MapStorm): readonly number[] {
  const { west, east, north, south } = boundsOf(storm, DEGREE_DIGITS);
  const { longitude, latitude } = storm.centre;
  return [
    round(longitude, DEGREE_DIGITS),
    round(latitude, DEGREE_DIGITS),
    Math.round(storm.areaKm2),
    north,
    south,
    west,
    east,
  ];
}
