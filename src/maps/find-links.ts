import type { SolStorm } from './sol-storm';
import { driftDegrees, sharedKm2 } from './storm-overlap';

/**
 * Least shared area, as a share of the smaller storm's, of two storms of following sols that are one. In outlines on
 * real maps of 59 sols nine in ten storms that overlap one of the next sol at all share more than a quarter.
 */
export const LEAST_OVERLAP = 0.2;

/**
 * Most that a storm drifts, in degrees of arc a sol: 889 km, a wind of 10 m/s all day. In the same outlines 19 in 20
 * move by less than 14.
 */
export const MOST_DRIFT = 15;

/**
 * Sols in a row on which a storm need not be seen, for want of a map or since the detector missed it. With three the
 * bound on drift would be 60 degrees, and most storms would find one of the others.
 */
export const MOST_MISSING = 2;

/** Two storms, as indices of a list, that may be one on a later sol. */
export interface StormLink {
  readonly from: number;
  readonly to: number;
  /** Sols between them. */
  readonly missing: number;
  readonly sharedKm2: number;
  readonly driftDegrees: number;
}

/** All links from storms of one sol to those of a later one, the largest shared area first. */
export function findLinks(
  storms: readonly SolStorm[],
  from: readonly number[],
  to: readonly number[],
): readonly StormLink[] {
  const links = from.flatMap((before) => to.flatMap((after) => linkOf(storms, before, after) ?? []));
  return links.toSorted((a, b) => b.sharedKm2 - a.sharedKm2 || a.from - b.from || a.to - b.to);
}

function linkOf(storms: readonly SolStorm[], from: number, to: number): StormLink | undefined {
  const before = storms[from];
  const after = storms[to];
  if (!before || !after || before.classId !== after.classId) return undefined;
  const shared = sharedKm2(before, after);
  if (!(shared > LEAST_OVERLAP * Math.min(before.areaKm2, after.areaKm2))) return undefined;
  const drift = driftDegrees(before, after);
  const sols = after.sol - before.sol;
  if (drift > MOST_DRIFT * sols) return undefined;
  return { from, to, missing: sols - 1, sharedKm2: shared, driftDegrees: drift };
}
