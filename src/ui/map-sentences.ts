import type { EdgeFault } from '../maps/extent-of-edges';

/** What is wrong with the edges of a map, for people. */
export const EDGE_SENTENCES: Readonly<Record<EdgeFault, string>> = {
  'not-a-number': 'Each edge needs a number of degrees.',
  'latitude-range': 'Latitudes lie between -90 and 90 degrees.',
  'latitude-order': 'The north edge has to lie north of the south edge.',
  'longitude-range': 'Longitudes lie between -360 and 360 degrees.',
};
