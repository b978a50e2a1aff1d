/** Greatest differences found, in pixels and in units of score. */
export interface Differences {
  readonly boxes: number;
  readonly scores: number;
}

/** `[1, rows, N]`; `isPixels` says which rows are in pixels. A value that is not a number counts as infinitely far. */
export function compareRows(
  actual: Float32Array,
  expected: Float32Array,
  columns: number,
  isPixels: (row: number) => boolean,
): Differences {
  const differences = { boxes: 0, scores: 0 };
  for (const [index, value] of expected.entries()) {
    const kind = isPixels(Math.floor(index / columns)) ? 'boxes' : 'scores';
    differences[kind] = Math.max(differences[kind], distance(actual[index], value));
  }
  return differences;
}

const WIDTH = 6;
const SCORE = 4;
/** Float32 arithmetic decides the order, and at the end of the list the choice, of scores closer than this. */
const TIE = 1e-6;

/**
 * `[1, K, 6]` as sets: every detection of `expected` must have a partner of its own in `actual`, except those whose
 * score ties with the last one's, where either set may hold others. Returns also how many such there were.
 */
export function compareSets(
  actual: Float32Array,
  expected: Float32Array,
): Differences & { readonly ties: number } {
  const rest = new Set(rowsOf(actual));
  const wanted = rowsOf(expected);
  const last = Math.min(...wanted.map((row) => row[SCORE] ?? NaN));
  const differences = { boxes: 0, scores: 0, ties: actual.length === expected.length ? 0 : Infinity };
  for (const row of wanted) {
    const partner = [...rest].reduce((best, other) => (far(row, other) < far(row, best) ? other : best));
    if (far(row, partner) > 1 && (row[SCORE] ?? NaN) - last < TIE) {
      differences.ties++;
      continue;
    }
    rest.delete(partner);
    for (const [index, value] of row.entries()) {
      const kind = index < SCORE ? 'boxes' : 'scores';
      differences[kind] = Math.max(differences[kind], distance(partner[index], value));
    }
  }
  return differences;
}

function rowsOf(values: Float32Array): Float32Array[] {
  return Array.from({ length: values.length / WIDTH }, (_, row) =>
    values.subarray(WIDTH * row, WIDTH * row + WIDTH),
  );
}

function far(a: Float32Array, b: Float32Array): number {
  return Math.max(...a.map((value, index) => distance(b[index], value)));
}

function distance(actual: number | undefined, expected: number): number {
  const difference = Math.abs((actual ?? NaN) - expected);
  return Number.isNaN(difference) ? Infinity : difference;
}
