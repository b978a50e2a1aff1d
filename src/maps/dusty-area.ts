import { areaKm2 } from './area-km2';
import { groupBySol } from './group-by-sol';
import type { SolStorm } from './sol-storm';

/** Between two parallels, in degrees. */
export interface LatitudeBand {
  readonly north: number;
  readonly south: number;
}

/** Six bands of 30 degrees, from north to south. */
export const LATITUDE_BANDS: readonly LatitudeBand[] = [90, 60, 30, 0, -30, -60].map((north) => ({
  north,
  south: north - 30,
}));

/** Areas in km2 of the boxes of one sol. */
export interface DustyArea {
  readonly sol: number;
  readonly totalKm2: number;
  /** One for each band; a box that crosses a parallel counts in each band with its part. */
  readonly bandsKm2: readonly number[];
}

/**
 * Area of the storms' boxes by sol and latitude band, exact on the sphere. It is the sum over the boxes: where two of
 * them overlap the area counts twice (their union is not computed), and a box is larger than the dust in it. It serves
 * to compare sols, not as the area of the dust.
 *
 * @param sols that have a map; one row for each, by sol, with zeros where no storm was found.
 */
export function dustyArea(
  storms: readonly SolStorm[],
  sols: readonly number[],
  bands: readonly LatitudeBand[] = LATITUDE_BANDS,
): readonly DustyArea[] {
  const bySol = groupBySol(storms);
  const mapped = [...new Set([...sols, ...bySol.keys()])].toSorted((a, b) => a - b);
  return mapped.map((sol) => {
    const here = (bySol.get(sol) ?? []).flatMap((i) => storms[i] ?? []);
    return {
      sol,
      totalKm2: here.reduce((sum, storm) => sum + storm.areaKm2, 0),
      bandsKm2: bands.map((band) => here.reduce((sum, storm) => sum + areaWithin(storm, band), 0)),
    };
  });
}

function areaWithin(storm: SolStorm, band: LatitudeBand): number {
  const north = Math.min(storm.north, band.north);
  const south = Math.max(storm.south, band.south);
  return areaKm2({ west: storm.west, east: storm.east, north, south });
}
