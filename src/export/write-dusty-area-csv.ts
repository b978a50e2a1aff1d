import type { DustyArea, LatitudeBand } from '../maps/dusty-area';
import { csvText } from './csv-text';

/**
 * One row a sol: the area of all boxes in km2, then that in each latitude band, named by its edges in degrees north
 * (`km2_30_to_60`). Overlapping boxes count twice.
 */
export function writeDustyAreaCsv(areas: readonly DustyArea[], bands: readonly LatitudeBand[]): string {
  const columns = ['sol', 'total_km2', ...bands.map(({ south, north }) => `km2_${south}_to_${north}`)];
  const rows = areas.map(({ sol, totalKm2, bandsKm2 }) => [sol, totalKm2, ...bandsKm2].map(Math.round));
  return csvText([columns, ...rows]);
}
