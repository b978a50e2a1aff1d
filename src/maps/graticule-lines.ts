import { isGlobal, latitudeAt, longitudeAt, rowOf, type MapFrame } from './map-frame';

/** Part of a picture in its own pixels; on a global map left and right may lie beyond its edges. */
export interface PictureWindow {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

export interface Graticule {
  /** Degrees between lines. */
  readonly step: number;
  readonly meridians: readonly { readonly longitude: number; readonly x: number }[];
  readonly parallels: readonly { readonly latitude: number; readonly y: number }[];
}

/** Degrees; those below one are for maps of a region. */
const STEPS = [0.1, 0.5, 1, 5, 10, 30];
/** The least distance of lines in screen pixels. */
const LEAST_DISTANCE = 64;

/**
 * The meridians and parallels of a window, as picture coordinates: the finest step whose lines stand apart at `scale`
 * screen pixels a picture pixel. The meridians of a global map go on beyond its edges.
 */
export function graticuleLines(frame: MapFrame, window: PictureWindow, scale: number): Graticule {
  const { picture } = frame;
  const across = (picture.width * scale) / (frame.east - frame.west);
  const step = STEPS.find((candidate) => candidate * across >= LEAST_DISTANCE) ?? 30;
  const left = isGlobal(frame) ? window.left : Math.max(window.left, 0);
  const right = isGlobal(frame) ? window.right : Math.min(window.right, picture.width);
  const top = Math.max(window.top, 0);
  const bottom = Math.min(window.bottom, picture.height);
  return {
    step,
    meridians: multiples(step, longitudeAt(frame, left), longitudeAt(frame, right)).map((longitude) => ({
      longitude,
      // Counted in the turn of the window, not that of the map.
      x: ((longitude - frame.west) * picture.width) / (frame.east - frame.west),
    })),
    parallels: multiples(step, latitudeAt(frame, bottom), latitudeAt(frame, top)).map((latitude) => ({
      latitude,
      y: rowOf(frame, latitude),
    })),
  };
}

function multiples(step: number, from: number, to: number): readonly number[] {
  // What lies on the edge but for rounding counts as inside.
  const first = Math.ceil(from / step - 1e-9);
  const last = Math.floor(to / step + 1e-9);
  return Array.from({ length: Math.max(0, last - first + 1) }, (_, i) => rounded((first + i) * step));
}

function rounded(degrees: number): number {
  return Number(degrees.toFixed(1));
}
