/** Rounds to the nearest integer, halves to the even one, as Python's `round` and OpenCV's `cvRound` do. */
export function roundHalfEven(value: number): number {
  const rounded = Math.round(value);
  // Adding zero turns -0 into 0.
  return (Math.abs(value % 1) === 0.5 && rounded % 2 !== 0 ? rounded - 1 : rounded) + 0;
}
