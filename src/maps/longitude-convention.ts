/** How longitudes are written. Inside the program they are degrees east, in any turn. */
export interface LongitudeConvention {
  readonly range: '0-360' | '-180-180';
  readonly positive: 'east' | 'west';
}

/** As the Mars Daily Global Maps and GeoJSON have it. */
export const DEFAULT_CONVENTION: LongitudeConvention = { range: '-180-180', positive: 'east' };

/** The same meridian in 0 <= longitude < 360 or -180 <= longitude < 180. */
export function normaliseLongitude(longitude: number, range: LongitudeConvention['range']): number {
  const turned = ((longitude % 360) + 360) % 360;
  // The second remainder catches a tiny negative number, which rounds up to 360.
  const positive = turned % 360;
  return range === '-180-180' && positive >= 180 ? positive - 360 : positive;
}

/** Degrees east -> the number a person of this convention writes. */
export function toConvention(longitude: number, { range, positive }: LongitudeConvention): number {
  return normaliseLongitude(positive === 'east' ? longitude : -longitude, range);
}

/** The number a person of this convention wrote -> degrees east, not normalised. */
export function fromConvention(written: number, { positive }: LongitudeConvention): number {
  return positive === 'east' || written === 0 ? written : -written;
}
