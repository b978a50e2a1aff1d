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
    readonly input_width: number;
    readonly input_height: number;
  };
  readonly timings_ms: {
    readonly decode: number;
    readonly letterbox: number;
    readonly inference: number;
    readonly suppression: number;
  };
}

/** One picture's detections; holds what the replaced server's `/api/detect` answered, and more. */
export function toDetectionFile(report: PictureReport): DetectionFile {
  const { picture, names, thresholds, model, timings, input } = report;
  return {
    version: JSON_VERSION,
    success: true,
    model_used: model.id,
    detections: report.detections.map(({ box, confidence, classId }) => ({
      confidence: round(confidence * 100, 2),
      box: box.map((side) => round(side, 2)),
      class_id: classId,
      class_name: className(names, classId),
    })),
    picture: { name: picture.name, width: picture.width, height: picture.height },
    thresholds: {
      confidence: thresholds.confidence,
      iou: thresholds.iou,
      max_detections: thresholds.maxDetections,
      agnostic: thresholds.agnostic,
    },
    model: { id: model.id, sha256: model.sha256, input_width: input.width, input_height: input.height },
    timings_ms: {
      decode: round(timings.decode, 1),
      letterbox: round(timings.letterbox, 1),
      inference: round(timings.inference, 1),
      suppression: round(timings.suppression, 1),
    },
  };
}

export function writeJson(report: PictureReport): string {
  return `${JSON.stringify(toDetectionFile(report), undefined, 2)}\n`;
}
