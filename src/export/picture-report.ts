import type { Detection, Size, Thresholds, Timings } from '../shared/types';
import type { MapReport } from './map-report';

/** Everything a file about one picture may need. */
export interface PictureReport {
  readonly picture: Size & { readonly name: string };
  /** By falling confidence, thresholds applied; boxes in pixels of the original picture. */
  readonly detections: readonly Detection[];
  /** Class names by class id. */
  readonly names: readonly string[];
  readonly thresholds: Thresholds;
  /** How many parts of the picture were shown to the network. */
  readonly tiles: number;
  /** Width and height of the network's input in pixels; of the first part. */
  readonly input: Size;
  readonly model: { readonly id: string; readonly label: string; readonly sha256: string };
  readonly timings: Timings;
  /** Where the picture and its detections lie, if it is a map. */
  readonly map?: MapReport | undefined;
}

/** The name of a class, or its number where the model names none. */
export function className(names: readonly string[], classId: number): string {
  return names[classId] ?? `class ${classId}`;
}

/** Rounds to `digits` decimals. */
export function round(value: number, digits: number): number {
  return Number(value.toFixed(digits));
}
