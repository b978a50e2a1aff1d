import type { LongitudeConvention } from '../maps/longitude-convention';
import type { MapExtent } from '../maps/map-frame';

/** What a person said of pictures with names of one pattern. */
export interface MapSetting {
  readonly isMap: boolean;
  readonly extent: MapExtent;
  readonly convention: LongitudeConvention;
}

/** More patterns than anybody has; the oldest are forgotten. */
const MOST_PATTERNS = 200;

/** Settings by pattern -> text to keep. */
export function writeRemembered(settings: ReadonlyMap<string, MapSetting>): string {
  return JSON.stringify([...settings].slice(-MOST_PATTERNS));
}

/** Kept text -> settings by pattern; what is not as it should be is left out, since anybody may have written it. */
export function readRemembered(text: string | undefined): ReadonlyMap<string, MapSetting> {
  return new Map(entries(text).filter(isEntry));
}

function entries(text: string | undefined): readonly unknown[] {
  try {
    const parsed: unknown = JSON.parse(text ?? '[]');
    return Array.isArray(parsed) ? parsed : [];
  } catch {
    return [];
  }
}

function isEntry(value: unknown): value is [string, MapSetting] {
  if (!Array.isArray(value) || typeof value[0] !== 'string') return false;
  const setting: unknown = value[1];
  if (!isRecord(setting) || typeof setting['isMap'] !== 'boolean') return false;
  const { extent, convention } = setting;
  return isRecord(extent) && isExtent(extent) && isRecord(convention) && isConvention(convention);
}

function isExtent({ west, east, north, south }: Readonly<Record<string, unknown>>): boolean {
  const finite = [west, east, north, south].every((edge) => Number.isFinite(edge));
  if (!finite) return false;
  const span = Number(east) - Number(west);
  return span > 0 && span <= 361 && Number(north) > Number(south);
}

function isConvention({ range, positive }: Readonly<Record<string, unknown>>): boolean {
  return (range === '0-360' || range === '-180-180') && (positive === 'east' || positive === 'west');
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null;
}
