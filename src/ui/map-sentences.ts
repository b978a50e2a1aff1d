import type { EdgeFault } from '../maps/extent-of-edges';
import type { SolOfMap } from '../maps/order-sols';
import type { WorldFileFault } from '../maps/parse-world-file';

/** What is wrong with the edges of a map, for people. */
export const EDGE_SENTENCES: Readonly<Record<EdgeFault, string>> = {
  'not-a-number': 'Each edge needs a number of degrees.',
  'latitude-range': 'Latitudes lie between -90 and 90 degrees.',
  'latitude-order': 'The north edge has to lie north of the south edge.',
  'longitude-range': 'Longitudes lie between -360 and 360 degrees.',
};

/** Why a world file is not used, for people. The name of the file stands before it. */
export const WORLD_FILE_SENTENCES: Readonly<Record<WorldFileFault, string>> = {
  'not-a-world-file': 'This is not a world file: it needs six numbers, one a line.',
  rotated: 'The map is rotated; only maps with north up are read.',
  mirrored: 'The map is mirrored: columns have to go east and rows south.',
  'not-degrees': 'It is not in degrees, or belongs to another picture. Only equirectangular maps are read.',
};

/** `G05 day 18, sol 48`: what the name of a map says, and its place in the sequence. */
export function solText({ name, read, sol }: SolOfMap): string {
  return `${read ? `${read.subPhase} day ${read.day}` : name}, sol ${sol}`;
}

/** What is known of the time between a map and the one before it. */
export function solNote({ sol, read, missing, certain }: SolOfMap): string {
  const gap = missing === 1 ? 'One sol before it has no map.' : `${missing} sols before it have no map.`;
  if (sol === 1) return 'Sols are counted from the first map, in the order that the names tell.';
  if (certain) return missing === 0 ? 'It follows on the map before it.' : gap;
  if (missing === 0)
    return `Taken for the sol after the map before it, since ${read ? 'sub-phases' : 'names'} do not say.`;
  return `The names do not say how many sols lie before it; ${missing} are taken.`;
}
