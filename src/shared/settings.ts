import type { Thresholds } from './types';

/** The settings of the server this site replaces. */
export const DEFAULT_THRESHOLDS: Thresholds = {
  confidence: 0.2,
  iou: 0.45,
  maxDetections: 50,
  agnostic: false,
};

/**
 * The least confidence a candidate is kept with, so that the sliders can re-filter without another run.
 * Also the lower end of the confidence slider.
 */
export const CONFIDENCE_FLOOR = 0.01;
