import { roundHalfEven } from './round-half-even';

/** Weights are fixed point: this stands for 1. */
export const WEIGHT_ONE = 2048;

/** For each output position the two source positions it blends, and the weight of the second (0 to `WEIGHT_ONE`). */
export interface LinearTaps {
  readonly first: Int32Array;
  readonly second: Int32Array;
  readonly weight: Int32Array;
}

/**
 * Source positions and weights of OpenCV's `INTER_LINEAR` along one axis. OpenCV treats the border in two ways:
 * horizontally it takes the border pixel alone, vertically it clamps both rows and keeps their weights.
 */
export function linearTaps(from: number, to: number, border: 'clamp-weights' | 'clamp-indices'): LinearTaps {
  const scale = 1 / (to / from);
  const first = new Int32Array(to);
  const second = new Int32Array(to);
  const weight = new Int32Array(to);
  for (let i = 0; i < to; i++) {
    const position = Math.fround((i + 0.5) * scale - 0.5);
    const index = Math.floor(position);
    const fraction = Math.fround(position - index);
    const outside = index < 0 || index >= from - 1;
    first[i] = Math.min(Math.max(index, 0), from - 1);
    second[i] = Math.min(Math.max(index + 1, 0), from - 1);
    weight[i] = outside && border === 'clamp-weights' ? 0 : roundHalfEven(Math.fround(fraction * WEIGHT_ONE));
  }
  return { first, second, weight };
}
