import type { Size } from '../shared/types';
import { normaliseLongitude } from './longitude-convention';
import type { MapExtent } from './map-frame';

/** Why a world file gives no extent. */
export type WorldFileFault =
  /** Not six numbers, one a line. */
  | 'not-a-world-file'
  /** Rotated or sheared: not equirectangular with north up. */
  | 'rotated'
  /** Columns do not go east or rows do not go south. */
  | 'mirrored'
  /** Not degrees on a globe: metres of a projection, or a picture that the file does not belong to. */
  | 'not-degrees';

export type WorldFileResult =
  { readonly ok: true; readonly extent: MapExtent } | { readonly ok: false; readonly fault: WorldFileFault };

/** Characters; a real one has about a hundred. */
const MAX_LENGTH = 2_000;
const NUMBER = /^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d{1,3})?$/i;

/**
 * Reads a world file: width of a pixel, two rotations, height of a pixel (negative, rows go south), and longitude and
 * latitude of the CENTRE of the upper left pixel, in degrees, one a line. The extent runs from pixel edge to pixel
 * edge: half a pixel beyond a pole where rows are sampled at the poles themselves, as in 1801 rows of 0.1 degree.
 * A world file names no direction; longitudes are taken as positive east. The text comes from outside and is checked.
 */
export function parseWorldFile(text: string, picture: Size): WorldFileResult {
  const numbers = readNumbers(text);
  if (!numbers) return { ok: false, fault: 'not-a-world-file' };
  const [across, rotationY, rotationX, down, longitude, latitude] = numbers;
  if (rotationY !== 0 || rotationX !== 0) return { ok: false, fault: 'rotated' };
  if (across === 0 || down === 0) return { ok: false, fault: 'not-a-world-file' };
  if (across < 0 || down > 0) return { ok: false, fault: 'mirrored' };
  const left = longitude - across / 2;
  const span = across * picture.width;
  const north = latitude - down / 2;
  const south = north + down * picture.height;
  const beyond = 90 - down;
  if (Math.abs(longitude) > 360 + across || span > 360 + across || north > beyond || south < -beyond)
    return { ok: false, fault: 'not-degrees' };
  const west = normaliseLongitude(left, '-180-180');
  return { ok: true, extent: { west, east: west + span, north, south } };
}

type Six = readonly [number, number, number, number, number, number];

function readNumbers(text: string): Six | undefined {
  if (text.length > MAX_LENGTH) return undefined;
  const lines = text
    .replace(/^\uFEFF/, '')
    .trim()
    .split(/\r\n|\r|\n/);
  const [a, d, b, e, c, f, ...more] = lines.map((line) => (NUMBER.test(line.trim()) ? Number(line) : NaN));
  if (a === undefined || d === undefined || b === undefined) return undefined;
  if (e === undefined || c === undefined || f === undefined || more.length > 0) return undefined;
  const six: Six = [a, d, b, e, c, f];
  return six.every(Number.isFinite) ? six : undefined;
}
