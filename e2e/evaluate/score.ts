import { LATITUDE_BANDS } from '../../src/maps/dusty-area';
import type { Box } from '../../src/shared/types';
import { averagePrecision, type Scored } from './average-precision';
import type { MappedSol } from './read-folder';

/** Least intersections over union. Outlines of dust are fuzzy: a box that is roughly right is right at 0.3. */
export const IOUS = [0.3, 0.5] as const;

export interface Score {
  /** `all`, or a band of latitude. */
  readonly part: string;
  /** True boxes in it. */
  readonly storms: number;
  /** Average precision at each of `IOUS`; undefined where there are no storms. */
  readonly ap: readonly (number | undefined)[];
}

/** Average precision of what was found on each sol, whole and by the latitude of the middle of a box. */
export function score(sols: readonly MappedSol[], found: readonly (readonly Scored[])[]): readonly Score[] {
  const [first] = sols;
  if (!first) return [];
  const { height } = first.size;
  const judged = sols.map(({ truth }, i) => ({ truth, found: found[i] ?? [] }));
  const parts = [
    { part: 'all', counts: () => true },
    ...LATITUDE_BANDS.map(({ north, south }) => ({
      part: `${south} to ${north}`,
      counts: (box: Box) => {
        const latitude = 90 - (90 * (box[1] + box[3])) / height;
        return latitude > south && latitude <= north;
      },
    })),
  ];
  return parts.map(({ part, counts }) => ({
    part,
    storms: judged.flatMap(({ truth }) => truth.filter(counts)).length,
    ap: IOUS.map((iou) => averagePrecision(judged, iou, counts)),
  }));
}
