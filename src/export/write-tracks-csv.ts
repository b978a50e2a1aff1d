import type { StormTracks } from '../maps/link-tracks';
import type { TrackTie } from '../maps/to-tracks';
import { csvText } from './csv-text';
import { round } from './picture-report';

const COLUMNS = [
  'member_id',
  'first_sol',
  'last_sol',
  'duration_sols',
  'unseen_sols',
  'largest_area_km2',
  'path_km',
  'predecessors',
  'successors',
];

/**
 * One row a track. Sols are counted in the sequence; ties to other tracks read `merge 3 on sol 12`, several of them
 * separated by semicolons.
 */
export function writeTracksCsv({ tracks }: Pick<StormTracks, 'tracks'>): string {
  const rows = tracks.map((track) => [
    track.id,
    track.firstSol,
    track.lastSol,
    track.duration,
    track.unseen.join(' '),
    Math.round(track.largestKm2),
    round(track.pathKm, 1),
    track.predecessors.map(tieText).join('; '),
    track.successors.map(tieText).join('; '),
  ]);
  return csvText([COLUMNS, ...rows]);
}

function tieText({ kind, track, sol }: TrackTie): string {
  return `${kind} ${track} on sol ${sol}`;
}
