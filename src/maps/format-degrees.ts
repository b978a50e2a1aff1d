import { toConvention, type LongitudeConvention } from './longitude-convention';

/**
 * Degrees east as a person reads them. From 0 to 360 with the letter of the convention (`347.7° E`); from -180 to 180
 * the letter takes the place of the sign (`12.3° W`), and 0 and 180, which are neither, have none.
 */
export function formatLongitude(longitude: number, convention: LongitudeConvention, digits = 1): string {
  // Rounded first, so that 359.99 becomes 0.0 and not 360.0.
  const rounded = Number(longitude.toFixed(digits));
  const written = toConvention(rounded, convention);
  const text = `${Math.abs(written).toFixed(digits)}°`;
  const own = convention.positive === 'east' ? 'E' : 'W';
  if (convention.range === '0-360') return `${text} ${own}`;
  if (Number(written.toFixed(digits)) === 0 || Number(written.toFixed(digits)) === -180) return text;
  const other = own === 'E' ? 'W' : 'E';
  return `${text} ${written > 0 ? own : other}`;
}

/** Degrees north as a person reads them: `12.3° N`, `12.3° S`, `0.0°`. */
export function formatLatitude(latitude: number, digits = 1): string {
  const rounded = Number(latitude.toFixed(digits));
  const text = `${Math.abs(rounded).toFixed(digits)}°`;
  if (rounded === 0) return text;
  return `${text} ${rounded > 0 ? 'N' : 'S'}`;
}
