import { boundsOf } from '../maps/bounds-of';
import { DEGREE_DIGITS, REFERENCE_SYSTEM, type MapReport, type MapStorm } from './map-report';
import { className, round, type PictureReport } from './picture-report';

/** Raised when a field changes its meaning or goes; new fields do not raise it. */
export const JSON_VERSION = 1;

/** The file as documented in `docs/json.md`. */
export interface DetectionFile {
  readonly version: typeof JSON_VERSION;
  readonly success: true;
  readonly model_used: string;
  readonly detections: readonly {
    /** Per cent, two decimals. */
    readonly confidence: number;
    /** x1, y1, x2, y2 in pixels of the original picture. */
    readonly box: readonly number[];
    readonly class_id: number;
    readonly class_name: string;
    /** Of a map only. */
    readonly map?: StormPlace;
  }[];
  readonly picture: { readonly name: string; readonly width: number; readonly height: number };
  readonly thresholds: {
    readonly confidence: number;
    readonly iou: number;
    readonly max_detections: number;
    readonly agnostic: boolean;
  };
  readonly model: {
    readonly id: string;
    readonly sha256: string;
    /** Parts of the picture that were shown to the network. */
    readonly tiles: number;
    readonly input_width: number;
    readonly input_height: number;
  };
  readonly timings_ms: {
    readonly decode: number;
    readonly letterbox: number;
    readonly inference: number;
    readonly suppression: number;
  };
  /** Of a map only. */
  readonly map?: MapPlace;
}

/** Degrees; west and east from -180 to 180, east less than west across the antimeridian. */
interface StormPlace {
  readonly west: number;
  readonly east: number;
  readonly north: number;
  readonly south: number;
  /** Longitude, latitude. */
  readonly centre: readonly [number, number];
  readonly area_km2: number;
  readonly below_mdad_minimum: boolean;
  readonly track?: number;
}

/** Degrees; longitudes positive east, east greater than west. */
interface MapPlace {
  readonly projection: 'equirectangular';
  readonly west: number;
  readonly east: number;
  readonly north: number;
  readonly south: number;
  readonly reference_system: typeof REFERENCE_SYSTEM;
  readonly sol?: number;
  readonly sub_phase?: string;
  readonly day?: number;
}

/** One picture's detections; holds what the replaced server's `/api/detect` answered, and more. */
export function toDetectionFile(report: PictureReport): DetectionFile {
  const { picture, names, thresholds, model, timings, input, map } = report;
  return {
    version: JSON_VERSION,
    success: true,
    model_used: model.id,
    detections: report.detections.map(({ box, confidence, classId }, i) => ({
      confidence: round(confidence * 100, 2),
      box: box.map((side) => round(side, 2)),
      class_id: classId,
      class_name: className(names, classId),
      ...stormPlace(map?.storms[i]),
    })),
    picture: { name: picture.name, width: picture.width, height: picture.height },
    thresholds: {
      confidence: thresholds.confidence,
      iou: thresholds.iou,
      max_detections: thresholds.maxDetections,
      agnostic: thresholds.agnostic,
    },
    model: {
      id: model.id,
      sha256: model.sha256,
      tiles: report.tiles,
      input_width: input.width,
      input_height: input.height,
    },
    timings_ms: {
      decode: round(timings.decode, 1),
      letterbox: round(timings.letterbox, 1),
      inference: round(timings.inference, 1),
      suppression: round(timings.suppression, 1),
    },
    ...mapPlace(map),
  };
}

function stormPlace(storm: MapStorm | undefined): { readonly map?: StormPlace } {
  if (!storm) return {};
  const { centre, areaKm2, small, track } = storm;
  const { west, east, north, south } = boundsOf(storm, DEGREE_DIGITS);
  return {
    map: {
      west,
      east,
      north,
      south,
      centre: [round(centre.longitude, DEGREE_DIGITS), round(centre.latitude, DEGREE_DIGITS)],
      area_km2: Math.round(areaKm2),
      below_mdad_minimum: small,
      ...(track !== undefined && { track }),
    },
  };
}

function mapPlace(map: MapReport | undefined): { readonly map?: MapPlace } {
  if (!map) return {};
  const { frame, sol } = map;
  return {
    map: {
      projection: 'equirectangular',
      west: round(frame.west, DEGREE_DIGITS),
      east: round(frame.east, DEGREE_DIGITS),
      north: round(frame.north, DEGREE_DIGITS),
      south: round(frame.south, DEGREE_DIGITS),
      reference_system: REFERENCE_SYSTEM,
      ...(sol && { sol: sol.sol }),
      ...(sol?.read && { sub_phase: sol.read.subPhase, day: sol.read.day }),
    },
  };
}

export function writeJson(report: PictureReport): string {
  return `${JSON.stringify(toDetectionFile(report), undefined, 2)}\n`;
}
