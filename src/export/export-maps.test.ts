import { getIssues } from '@placemarkio/check-geojson';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { dustyArea, LATITUDE_BANDS } from '../maps/dusty-area';
import { linkTracks } from '../maps/link-tracks';
import type { MapFrame } from '../maps/map-frame';
import { orderSols } from '../maps/order-sols';
import { stormGeometry } from '../maps/storm-geometry';
import { DEFAULT_THRESHOLDS } from '../shared/settings';
import type { Box } from '../shared/types';
import type { PictureReport } from './picture-report';
import { writeCsv } from './write-csv';
import { writeDustyAreaCsv } from './write-dusty-area-csv';
import { shapeOf, writeGeojson } from './write-geojson';
import { writeJson } from './write-json';
import { writeStormCsv } from './write-storm-csv';
import { writeTracksCsv } from './write-tracks-csv';

const SIZE = { width: 3600, height: 1800 };
const FRAME: MapFrame = { west: -180, east: 180, north: 90, south: -90, picture: SIZE };
const BOXES: readonly Box[] = [
  [1900, 850, 1960.25, 950],
  [3500, 800, 3700, 1000],
];

function reportOf(boxes: readonly Box[], name = 'G04_day03.jpg', frame = FRAME): PictureReport {
  return {
    picture: { name, ...SIZE },
    detections: boxes.map((box, i) => ({ box, confidence: 0.9 - i / 10, classId: 0 })),
    names: ['dust_storm'],
    thresholds: DEFAULT_THRESHOLDS,
    tiles: 1,
    input: { width: 640, height: 640 },
    model: { id: 'storms', label: 'Storms', sha256: 'ab'.repeat(32) },
    timings: { decode: 1, letterbox: 2, inference: 3, suppression: 4 },
    map: {
      frame,
      sol: orderSols([name])[0],
      storms: boxes.map((box, i) => ({ ...stormGeometry(frame, box), track: i === 0 ? 7 : undefined })),
    },
  };
}

const PLAIN: PictureReport = { ...reportOf(BOXES, 'photo.jpg'), map: undefined };

interface Feature {
  readonly bbox: readonly number[];
  readonly geometry: { readonly type: string; readonly coordinates: unknown };
  readonly properties: Readonly<Record<string, unknown>>;
}

function featuresOf(text: string): readonly Feature[] {
  return (JSON.parse(text) as { features: readonly Feature[] }).features;
}

describe('GeoJSON', () => {
  test('is accepted by an independent validator', () => {
    const text = writeGeojson([reportOf(BOXES), PLAIN]);
    expect(getIssues(text)).toEqual([]);
    expect(getIssues(writeGeojson([]))).toEqual([]);
    // It does look.
    expect(getIssues(text.replaceAll('"Polygon"', '"MultiPolygon"'))).not.toEqual([]);
  });

  test('has one feature a storm, with what is known of it', () => {
    const [inside] = featuresOf(writeGeojson([PLAIN, reportOf(BOXES)]));
    expect(inside).toEqual({
      type: 'Feature',
      bbox: [10, -5, 16.025, 5],
      geometry: {
        type: 'Polygon',
        coordinates: [
          [
            [10, -5],
            [16.025, -5],
            [16.025, 5],
            [10, 5],
            [10, -5],
          ],
        ],
      },
      properties: {
        picture: 'G04_day03.jpg',
        sol: 1,
        sub_phase: 'G04',
        day: 3,
        track: 7,
        class: 'dust_storm',
        class_id: 0,
        confidence: 90,
        centre: [13.0125, 0],
        // 6.025 degrees of the equator by 10: 210,587 km2 on a sphere of 3389.5 km.
        area_km2: 210_587,
        below_mdad_minimum: false,
        model: 'storms',
      },
    });
  });

  test('cuts a storm at the antimeridian', () => {
    const across = featuresOf(writeGeojson([reportOf(BOXES)]))[1];
    expect(across?.bbox).toEqual([170, -10, -170, 10]);
    expect(across?.geometry).toEqual({
      type: 'MultiPolygon',
      coordinates: [
        [
          [
            [170, -10],
            [180, -10],
            [180, 10],
            [170, 10],
            [170, -10],
          ],
        ],
        [
          [
            [-180, -10],
            [-170, -10],
            [-170, 10],
            [-180, 10],
            [-180, -10],
          ],
        ],
      ],
    });
    expect(across?.properties).not.toHaveProperty('track');
  });

  test('names Mars, in a member that the standard leaves to others', () => {
    const file = JSON.parse(writeGeojson([reportOf(BOXES)])) as Record<string, unknown>;
    expect(file['reference_system']).toMatchObject({ body: 'Mars', code: 'IAU_2015:49900' });
    expect(file).not.toHaveProperty('crs');
  });

  test('of any storm on any map is valid, within bounds, anticlockwise and of its size', () => {
    const boxes = fc.array(
      fc.record({
        x: fc.double({ min: 0, max: 3599.99, noNaN: true }),
        y: fc.double({ min: 0, max: 1700, noNaN: true }),
        width: fc.double({ min: 1, max: 3600, noNaN: true }),
        height: fc.double({ min: 1, max: 100, noNaN: true }),
      }),
      { maxLength: 8 },
    );
    fc.assert(
      fc.property(boxes, fc.integer({ min: -180, max: 180 }), (all, west) => {
        const frame = { ...FRAME, west, east: west + 360 };
        const list = all.map(({ x, y, width, height }): Box => [x, y, x + width, y + height]);
        const report = reportOf(list, 'any.png', frame);
        const text = writeGeojson([report]);
        expect(getIssues(text)).toEqual([]);
        report.map?.storms.forEach((storm) => {
          const shape = shapeOf(storm);
          const rings = shape.type === 'Polygon' ? shape.coordinates : shape.coordinates.flat();
          expect(rings.flat().every(([x, y]) => Math.abs(x) <= 180 && Math.abs(y) <= 90)).toBe(true);
          const areas = rings.map(signedArea);
          expect(areas.every((area) => area > 0)).toBe(true);
          const size = (storm.east - storm.west) * (storm.north - storm.south);
          expect(Math.abs(areas.reduce((sum, area) => sum + area, 0) - size)).toBeLessThan(0.04);
        });
      }),
      { numRuns: 40 },
    );
  });
});

/** Square degrees, positive where the ring runs anticlockwise. */
function signedArea(ring: readonly (readonly [number, number])[]): number {
  return ring.slice(1).reduce((sum, [x, y], i) => {
    const [x0, y0] = ring[i] ?? [0, 0];
    return sum + (x0 * y - x * y0) / 2;
  }, 0);
}

describe('CSV of maps', () => {
  test('has one row a storm under columns like those of the database', () => {
    expect(writeStormCsv([reportOf(BOXES), PLAIN]).split('\r\n')).toEqual([
      'mission_subphase,sol,sequence_sol,member_id,centroid_longitude,centroid_latitude,area_km2,' +
        'maximum_latitude,minimum_latitude,west_longitude,east_longitude,confidence_percent,class,class_id,' +
        'below_mdad_minimum,picture,x1,y1,x2,y2',
      'G04,3,1,7,13.0125,0,210587,5,-5,10,16.025,90,dust_storm,0,0,G04_day03.jpg,1900,850,1960.25,950',
      'G04,3,1,,-180,0,1392768,10,-10,170,-170,80,dust_storm,0,0,G04_day03.jpg,3500,800,3700,1000',
      '',
    ]);
  });

  test('leaves empty what a name does not say, and the plain CSV as it is', () => {
    expect(writeStormCsv([reportOf(BOXES.slice(0, 1), 'map.png')]).split('\r\n')[1]).toMatch(
      /^,,1,7,13\.0125/,
    );
    expect(writeCsv([reportOf(BOXES, 'photo.jpg')])).toBe(writeCsv([PLAIN]));
  });
});

describe('JSON of a map', () => {
  const file = JSON.parse(writeJson(reportOf(BOXES))) as Record<string, unknown> & { detections: unknown[] };

  test('has the frame', () => {
    expect(file['map']).toEqual({
      projection: 'equirectangular',
      west: -180,
      east: 180,
      north: 90,
      south: -90,
      reference_system: expect.objectContaining({ body: 'Mars' }) as unknown,
      sol: 1,
      sub_phase: 'G04',
      day: 3,
    });
  });

  test('and the place of each detection', () => {
    expect(file.detections).toMatchObject([
      {
        map: {
          west: 10,
          east: 16.025,
          north: 5,
          south: -5,
          centre: [13.0125, 0],
          area_km2: 210_587,
          track: 7,
        },
      },
      { map: { west: 170, east: -170, below_mdad_minimum: false } },
    ]);
  });

  test('of another picture has neither', () => {
    expect(writeJson(PLAIN)).not.toContain('"map"');
  });
});

describe('CSV of a sequence', () => {
  const storms = [
    { ...stormGeometry(FRAME, [0, 800, 300, 1000]), sol: 1, classId: 0 },
    { ...stormGeometry(FRAME, [320, 800, 420, 1000]), sol: 1, classId: 0 },
    { ...stormGeometry(FRAME, [0, 800, 420, 1000]), sol: 3, classId: 0 },
  ];

  test('has one row a track', () => {
    expect(writeTracksCsv(linkTracks(storms, [1, 3])).split('\r\n')).toEqual([
      'member_id,first_sol,last_sol,duration_sols,unseen_sols,largest_area_km2,path_km,predecessors,successors',
      // 6 degrees of the equator: 355 km; 42 by 20 degrees: 2,924,813 km2.
      '1,1,3,3,2,2924813,354.9,merge 2 on sol 3,',
      '2,1,1,1,,696384,0,,merge 1 on sol 3',
      '',
    ]);
  });

  test('has one row a sol with the area of each band', () => {
    expect(writeDustyAreaCsv(dustyArea(storms, [1, 2, 3]), LATITUDE_BANDS).split('\r\n')).toEqual([
      'sol,total_km2,km2_60_to_90,km2_30_to_60,km2_0_to_30,km2_-30_to_0,km2_-60_to_-30,km2_-90_to_-60',
      '1,2785537,0,0,1392768,1392768,0,0',
      '2,0,0,0,0,0,0,0',
      '3,2924813,0,0,1462407,1462407,0,0',
      '',
    ]);
  });
});
