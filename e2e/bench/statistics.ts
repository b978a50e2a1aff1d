/** The middle of the sorted values, or the mean of the two in the middle; NaN of none. */
export function median(values: readonly number[]): number {
  return quantile(values, 0.5);
}

/** The value that so large a share (0 to 1) of the values does not exceed, interpolated between neighbours. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)] ?? NaN;
  const above = sorted[Math.ceil(at)] ?? NaN;
  return below + (above - below) * (at - Math.floor(at));
}

/** Median of the quotients of values that were measured one right after the other, so that noise hits both. */
export function pairedRatio(ours: readonly number[], bare: readonly number[]): number {
  const pairs = Math.min(ours.length, bare.length);
  return median(Array.from({ length: pairs }, (_, i) => (ours[i] ?? NaN) / (bare[i] ?? NaN)));
}

/**
 * Least-squares line through `values` at 0, 1, 2, ...: its slope a step and the slope's standard error, which allows for
 * values that are like those before them (Newey and West 1987, with weights that fall to zero after 0.75 times the cube
 * root of their number, as Stock and Watson have it): memory stays high or low for a while, and taken as independent
 * its samples would be trusted twice as much as they can be.
 */
export function slopeOf(values: readonly number[]): { slope: number; error: number } {
  const count = values.length;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  const spread = values.reduce((sum, _, i) => sum + (i - middle) ** 2, 0);
  const slope = values.reduce((sum, value, i) => sum + (i - middle) * (value - mean), 0) / spread;
  /** What each value's distance from the line adds to the slope. */
  const pulls = values.map((value, i) => (i - middle) * (value - mean - slope * (i - middle)));
  const lags = Math.round(0.75 * Math.cbrt(count));
  let variance = laggedProduct(pulls, 0);
  for (let lag = 1; lag <= lags; lag++) variance += 2 * (1 - lag / (lags + 1)) * laggedProduct(pulls, lag);
  return { slope, error: Math.sqrt((variance * count) / (count - 2)) / spread };
}

/**
 * How far the slope over `length` successive values lies from the slope over all: twice the root mean square, over all
 * stretches of that length. 0 where there are not more values than that.
 */
export function noiseOfStretches(values: readonly number[], length: number): number {
  const { slope } = slopeOf(values);
  const stretches = Math.max(0, values.length - length) + 1;
  const squares = Array.from(
    { length: stretches },
    (_, start) => (slopeOf(values.slice(start, start + length)).slope - slope) ** 2,
  );
  return 2 * Math.sqrt(squares.reduce((sum, square) => sum + square, 0) / stretches);
}

/** Sum of the products of values that are `lag` steps apart. */
function laggedProduct(values: readonly number[], lag: number): number {
  return values.slice(lag).reduce((sum, value, i) => sum + value * (values[i] ?? NaN), 0);
}
