/** Side of a tile of results, of what a convolution of 3 x 3 takes for it, and numbers of that. */
export const TILE = 4;
export const TAKEN = 6;
export const PLACES = TAKEN * TAKEN;

/**
 * `G`, `Bᵀ` and `Aᵀ` of Winograd's minimal filtering F(4, 3), for the points 0, 1, -1, 2, -2 and infinity (Lavin and Gray, "Fast
 * Algorithms for Convolutional Neural Networks", 2015, section 4.3).
 */
const OF_KERNEL = [
  [1 / 4, 0, 0],
  [-1 / 6, -1 / 6, -1 / 6],
  [-1 / 6, 1 / 6, -1 / 6],
  [1 / 24, 1 / 12, 1 / 6],
  [1 / 24, -1 / 12, 1 / 6],
  [0, 0, 1],
] as const;
const OF_INPUT = [
  [4, 0, -5, 0, 1, 0],
  [0, -4, -4, 1, 1, 0],
  [0, 4, -4, -1, 1, 0],
  [0, -2, -1, 2, 1, 0],
  [0, 2, -1, -2, 1, 0],
  [0, 4, 0, -5, 0, 1],
] as const;
const OF_OUTPUT = [
  [1, 1, 1, 1, 1, 0],
  [0, 1, -1, 2, -2, 0],
  [0, 1, 1, 4, 4, 0],
  [0, 1, -1, 8, -8, 1],
] as const;

/** `[36, 3, 3]`: what each place of a kernel's transform takes of the 3 x 3 weights. */
export const KERNEL_TRANSFORM = Float32Array.from(
  OF_KERNEL.flatMap((row) => OF_KERNEL.flatMap((column) => outer(row, column))),
);

/** `[36, 6, 6]`: what each place of a tile's transform takes of the 6 x 6 values. */
export const INPUT_TRANSFORM = Float32Array.from(
  OF_INPUT.flatMap((row) => OF_INPUT.flatMap((column) => outer(row, column))),
);

/** `[36, 4, 4]`: what each place of a transform adds to the 4 x 4 results. */
export const OUTPUT_TRANSFORM = Float32Array.from(
  columns(OF_OUTPUT).flatMap((row) => columns(OF_OUTPUT).flatMap((column) => outer(row, column))),
);

function outer(rows: readonly number[], columns: readonly number[]): readonly number[] {
  return rows.flatMap((row) => columns.map((column) => row * column));
}

function columns(matrix: readonly (readonly number[])[]): readonly (readonly number[])[] {
  return (matrix[0] ?? []).map((_, i) => matrix.map((row) => row[i] ?? 0));
}
