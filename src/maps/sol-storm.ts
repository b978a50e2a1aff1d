import type { StormGeometry } from './storm-geometry';

/** A storm of one map of a sequence. */
export interface SolStorm extends StormGeometry {
  /** As `orderSols` counts. */
  readonly sol: number;
  readonly classId: number;
}
