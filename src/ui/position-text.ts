import { formatLatitude, formatLongitude } from '../maps/format-degrees';
import type { LongitudeConvention } from '../maps/longitude-convention';
import { isGlobal, latitudeAt, longitudeAt, type MapFrame } from '../maps/map-frame';

/**
 * Latitude and longitude of a point in picture pixels, as fine as a screen pixel is at `scale` screen pixels a picture
 * pixel; empty beside the map.
 */
export function positionText(
  frame: MapFrame,
  convention: LongitudeConvention,
  { x, y }: { readonly x: number; readonly y: number },
  scale: number,
): string {
  const { width, height } = frame.picture;
  if (y < 0 || y > height || (!isGlobal(frame) && (x < 0 || x > width))) return '';
  const degrees = (frame.east - frame.west) / width / scale;
  const digits = Math.min(Math.max(Math.ceil(-Math.log10(degrees)), 1), 3);
  return `${formatLatitude(latitudeAt(frame, y), digits)}, ${formatLongitude(longitudeAt(frame, x), convention, digits)}`;
}
