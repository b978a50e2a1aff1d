import { areaKm2, RADIAN } from './area-km2';
import { normaliseLongitude } from './longitude-convention';
import type { MapExtent } from './map-frame';

/** Area in km2 that two boxes share on the sphere, around the seam too. */
export function sharedKm2(a: MapExtent, b: MapExtent): number {
  const north = Math.min(a.north, b.north);
  const south = Math.max(a.south, b.south);
  let shared = 0;
  // Wide boxes may meet on both sides of the planet.
  for (const turn of [-720, -360, 0, 360, 720]) {
    const west = Math.max(a.west, b.west + turn);
    const east = Math.min(a.east, b.east + turn);
    shared += areaKm2({ west, east, north, south });
  }
  return shared;
}

/**
 * How far, in degrees of arc, two boxes have moved apart: the least shift that brings the narrower inside the wider
 * one, north-south and east-west. A storm that only grew, shrank, was taken in or fell apart has not drifted.
 */
export function driftDegrees(a: MapExtent, b: MapExtent): number {
  const eastward = normaliseLongitude((a.west + a.east - b.west - b.east) / 2, '-180-180');
  const northward = (a.north + a.south - b.north - b.south) / 2;
  const across = slack(eastward, a.east - a.west, b.east - b.west);
  const down = slack(northward, a.north - a.south, b.north - b.south);
  const latitude = (a.north + a.south + b.north + b.south) / 4;
  return Math.hypot(across * Math.cos(latitude * RADIAN), down);
}

/** How far the narrower of two lengths reaches out of the wider, their middles `apart`. */
function slack(apart: number, a: number, b: number): number {
  return Math.max(0, Math.abs(apart) - Math.abs(a - b) / 2);
}
