import { greatCircleKm } from './great-circle-km';
import type { LinkKind, TrackLink } from './link-tracks';
import type { SolStorm } from './sol-storm';

/** Where a track touches another one. */
export interface TrackTie {
  /** Id of the other track. */
  readonly track: number;
  /** Sol of the later of the two storms that are linked. */
  readonly sol: number;
  readonly kind: Exclude<LinkKind, 'same'>;
}

/** One storm through the sols. */
export interface StormTrack {
  /** Counted from 1, by first sol and then as the storms were given. */
  readonly id: number;
  /** Indices of its storms, by sol; one a sol. */
  readonly storms: readonly number[];
  readonly firstSol: number;
  readonly lastSol: number;
  /** Sols from the first to the last, both counted. */
  readonly duration: number;
  /** Sols in between without it: no map, or not found on it. */
  readonly unseen: readonly number[];
  /** Area in km2 of its largest box. */
  readonly largestKm2: number;
  /** Length in km along great circles from centre to centre; boxes that grow on one side lengthen it too. */
  readonly pathKm: number;
  /** Tracks that passed dust to this one: it split off from them, or they merged into it. */
  readonly predecessors: readonly TrackTie[];
  readonly successors: readonly TrackTie[];
}

/** Gathers linked storms to tracks: links of kind `same` make one, the others tie it to another. */
export function toTracks(storms: readonly SolStorm[], links: readonly TrackLink[]): readonly StormTrack[] {
  const forerunner = new Map(links.flatMap(({ kind, from, to }) => (kind === 'same' ? [[to, from]] : [])));
  const members: number[][] = [];
  const trackOf = new Map<number, number>();
  const inTime = [...storms.keys()].toSorted((a, b) => solOf(storms, a) - solOf(storms, b));
  for (const i of inTime) {
    const before = forerunner.get(i);
    const id = (before === undefined ? undefined : trackOf.get(before)) ?? members.push([]);
    members[id - 1]?.push(i);
    trackOf.set(i, id);
  }
  const ties = links.flatMap(({ kind, from, to }) =>
    kind === 'same'
      ? []
      : [{ kind, sol: solOf(storms, to), before: trackOf.get(from) ?? 0, after: trackOf.get(to) ?? 0 }],
  );
  return members.map((own, i) => ({
    id: i + 1,
    storms: own,
    ...summarise(own.flatMap((index) => storms[index] ?? [])),
    predecessors: ties
      .filter(({ after }) => after === i + 1)
      .map(({ before, sol, kind }) => ({ track: before, sol, kind })),
    successors: ties
      .filter(({ before }) => before === i + 1)
      .map(({ after, sol, kind }) => ({ track: after, sol, kind })),
  }));
}

function solOf(storms: readonly SolStorm[], index: number): number {
  return storms[index]?.sol ?? 0;
}

/** Of one storm a sol, by sol. */
function summarise(
  storms: readonly SolStorm[],
): Pick<StormTrack, 'firstSol' | 'lastSol' | 'duration' | 'unseen' | 'largestKm2' | 'pathKm'> {
  const firstSol = storms[0]?.sol ?? 0;
  const lastSol = storms.at(-1)?.sol ?? firstSol;
  const seen = new Set(storms.map(({ sol }) => sol));
  const duration = lastSol - firstSol + 1;
  return {
    firstSol,
    lastSol,
    duration,
    unseen: Array.from({ length: duration }, (_, i) => firstSol + i).filter((sol) => !seen.has(sol)),
    largestKm2: Math.max(0, ...storms.map(({ areaKm2 }) => areaKm2)),
    pathKm: storms.slice(1).reduce((sum, storm, i) => {
      const before = storms[i];
      return before ? sum + greatCircleKm(before.centre, storm.centre) : sum;
    }, 0),
  };
}
