import type { LatitudeBand } from '../maps/dusty-area';
import type { TrackTie } from '../maps/to-tracks';

type Kind = TrackTie['kind'];

const BEFORE: Readonly<Record<Kind, string>> = {
  merge: 'joined by',
  split: 'split off from',
  exchange: 'took a part of',
};
const AFTER: Readonly<Record<Kind, string>> = {
  merge: 'merged into',
  split: 'gave rise to',
  exchange: 'gave a part to',
};

/** `split off from 3 on sol 12`: what a track has to do with another one. */
export const tieText = {
  before: ({ kind, track, sol }: TrackTie): string => `${BEFORE[kind]} ${track} on sol ${sol}`,
  after: ({ kind, track, sol }: TrackTie): string => `${AFTER[kind]} ${track} on sol ${sol}`,
};

/** `30–60° N` */
export function bandText({ north, south }: LatitudeBand): string {
  const [near, far] = [Math.abs(north), Math.abs(south)].toSorted((a, b) => a - b);
  return `${near}–${far}° ${north > 0 ? 'N' : 'S'}`;
}
