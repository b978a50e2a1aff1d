const DIGIT_BITS = 13;
const DIGITS = 1 << DIGIT_BITS;

/**
 * Indices of `scores` by falling score, equal ones in their own order. A radix sort over the bits of the numbers: for
 * the thousands of candidates of a crowded picture many times faster than a sort that compares. No score is NaN.
 */
export function orderByScore(scores: Float32Array<ArrayBuffer>): Uint32Array<ArrayBuffer> {
  const count = scores.length;
  const { keys, largest } = descendingKeys(scores);
  let order = new Uint32Array(count);
  let next = new Uint32Array(count);
  for (let i = 0; i < count; i++) order[i] = i;
  // Scores of 0.01 to 1 differ in 26 bits: two passes.
  for (let shift = 0; shift < 32 && largest >>> shift > 0; shift += DIGIT_BITS) {
    const starts = digitStarts(keys, shift);
    for (let i = 0; i < count; i++) {
      const index = order[i] ?? 0;
      const digit = ((keys[index] ?? 0) >>> shift) & (DIGITS - 1);
      const at = starts[digit] ?? 0;
      starts[digit] = at + 1;
      next[at] = index;
    }
    [order, next] = [next, order];
  }
  return order;
}

/** Whole numbers from 0 to `largest`, read without a sign, that rise as the scores fall. */
function descendingKeys(scores: Float32Array<ArrayBuffer>): { keys: Int32Array; largest: number } {
  const bits = new Int32Array(scores.buffer, scores.byteOffset, scores.length);
  const keys = new Int32Array(scores.length);
  let least = 0x7fffffff;
  let largest = -0x80000000;
  for (let i = 0; i < keys.length; i++) {
    const own = bits[i] ?? 0;
    // The bits of positive numbers rise with them; those of negative ones, but for the sign, as they fall.
    const key = own < 0 ? own & 0x7fffffff : ~own;
    keys[i] = key;
    if (key < least) least = key;
    if (key > largest) largest = key;
  }
  for (let i = 0; i < keys.length; i++) keys[i] = (keys[i] ?? 0) - least;
  return { keys, largest: Math.max(0, largest - least) };
}

/** Where the numbers of each digit begin in the order. */
function digitStarts(keys: Int32Array, shift: number): Uint32Array {
  const starts = new Uint32Array(DIGITS);
  for (let i = 0; i < keys.length; i++) {
    const digit = ((keys[i] ?? 0) >>> shift) & (DIGITS - 1);
    starts[digit] = (starts[digit] ?? 0) + 1;
  }
  let before = 0;
  for (let digit = 0; digit < DIGITS; digit++) {
    const here = starts[digit] ?? 0;
    starts[digit] = before;
    before += here;
  }
  return starts;
}
