import { findLinks, MOST_MISSING, type StormLink } from './find-links';
import { groupBySol } from './group-by-sol';
import type { SolStorm } from './sol-storm';
import { toTracks, type StormTrack } from './to-tracks';

/** What became of a storm on a later sol. */
export type LinkKind =
  /** It is the same storm: the track goes on. */
  | 'same'
  /** It ended in a storm that goes on from another one. */
  | 'merge'
  /** It goes on in another storm; this one began out of it. */
  | 'split'
  /** Both go on in others; a part passed over. */
  | 'exchange';

export interface TrackLink extends StormLink {
  readonly kind: LinkKind;
}

export interface StormTracks {
  /** By first sol. */
  readonly tracks: readonly StormTrack[];
  /** Every link, by later sol; `from` and `to` are indices of the storms given. */
  readonly links: readonly TrackLink[];
}

/**
 * Links the storms of following sols to tracks.
 *
 * Two storms of one class are linked when their boxes overlap on the sphere (`LEAST_OVERLAP`) and have not drifted
 * apart by more than `MOST_DRIFT` a sol. Each map is compared with the one before it. Then storms that have found
 * nothing yet are compared with the unfollowed ones of earlier maps, newest first, up to `MOST_MISSING` sols back.
 *
 * A storm may have several links to either side: storms merge and split. The links make a graph, in which identity
 * follows the larger shared area: of all links of two maps, the one that shares most area makes its two storms the
 * same, then the next of which neither end is taken, and so on. A storm left without an heir has merged into the
 * storm it links to; one left without a forerunner has split off.
 *
 * What this cannot know: boxes stand for outlines, so that neighbours lying askew may seem to overlap; dust that moves
 * by more than its own size in a sol begins a new track; two storms that cross or lie in one another may change
 * identity; a storm that a detector misses longer than `MOST_MISSING`, or that hides in a gore of a map, comes back as
 * another; and one track is not one lifting event, since haze and active lifting look alike in a box.
 *
 * @param storms of all maps, in any order.
 * @param sols that have a map, with those without storms; what has no map is not evidence of an end.
 */
export function linkTracks(storms: readonly SolStorm[], sols: readonly number[]): StormTracks {
  const bySol = groupBySol(storms);
  const ofSol = (sol: number) => bySol.get(sol) ?? [];
  const mapped = [...new Set([...sols, ...bySol.keys()])].toSorted((a, b) => a - b);
  const followed = new Set<number>();
  const links: TrackLink[] = [];
  mapped.forEach((sol, i) => {
    const here = ofSol(sol);
    const known = new Set<number>();
    // Maps before these lie farther back, whatever is missing.
    const near = mapped.slice(Math.max(i - 1 - MOST_MISSING, 0), i);
    for (const [back, earlier] of near.toReversed().entries()) {
      if (sol - earlier - 1 > MOST_MISSING) break;
      const there = ofSol(earlier);
      const found =
        back === 0
          ? findLinks(storms, there, here)
          : findLinks(storms, without(there, followed), without(here, known));
      links.push(...name(found));
      for (const { from, to } of found) {
        followed.add(from);
        known.add(to);
      }
    }
  });
  return { tracks: toTracks(storms, links), links };
}

function without(indices: readonly number[], taken: ReadonlySet<number>): readonly number[] {
  return indices.filter((i) => !taken.has(i));
}

/** Gives identity to the links of two maps, which come by falling shared area. */
function name(links: readonly StormLink[]): readonly TrackLink[] {
  const heirs = new Map<number, StormLink>();
  const forerunners = new Map<number, StormLink>();
  for (const link of links) {
    if (heirs.has(link.from) || forerunners.has(link.to)) continue;
    heirs.set(link.from, link);
    forerunners.set(link.to, link);
  }
  return links.map((link) => {
    if (heirs.get(link.from) === link) return { ...link, kind: 'same' };
    if (!heirs.has(link.from)) return { ...link, kind: 'merge' };
    return { ...link, kind: forerunners.has(link.to) ? 'exchange' : 'split' };
  });
}
