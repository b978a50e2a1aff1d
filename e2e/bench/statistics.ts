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

/** Least-squares line through `values` at 0, 1, 2, ...: its slope a step and the slope's standard error. */
export function slopeOf(values: readonly number[]): { slope: number; error: number } {
  const count = values.length;
  const middle = (count - 1) / 2;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  let spread = 0;
  let product = 0;
  values.forEach((value, i) => {
    spread += (i - middle) ** 2;
    product += (i - middle) * (value - mean);
  });
  const slope = product / spread;
  const squares = values.reduce((sum, value, i) => sum + (value - mean - slope * (i - middle)) ** 2, 0);
  return { slope, error: Math.sqrt(squares / (count - 2) / spread) };
}
