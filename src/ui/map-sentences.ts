import type { EdgeFault } from '../maps/extent-of-edges';
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
