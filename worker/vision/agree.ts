import type { Proposals } from './heads/head';

/** How far two providers' answers to the same input may be apart: pixels of the input, and confidence. */
const TOLERANCE = { box: 2, score: 0.02 };

/** So many of the most confident candidates are compared. */
const COMPARED = 100;

/**
 * Whether two providers' proposals for the same input, every candidate kept, agree: each of the 100 most confident
 * candidates of either has a counterpart of its class in the other, within 2 px and 0.02. Candidates are matched by
 * their values, not by their places, since a network may sort what it proposes.
 */
export function agree(reference: Proposals, answer: Proposals): boolean {
  return contains(reference, answer) && contains(answer, reference);
}

/** Whether the most confident candidates of `wanted` all have a counterpart in `found`. */
function contains(wanted: Proposals, found: Proposals): boolean {
  const order = [...wanted.scores.keys()].sort((a, b) => (wanted.scores[b] ?? 0) - (wanted.scores[a] ?? 0));
  return order.slice(0, COMPARED).every((i) => found.scores.some((_, j) => alike(wanted, i, found, j)));
}

function alike(a: Proposals, i: number, b: Proposals, j: number): boolean {
  const close = (x = NaN, y = NaN, limit: number) => Math.abs(x - y) <= limit;
  return (
    close(a.scores[i], b.scores[j], TOLERANCE.score) &&
    [0, 1, 2, 3].every((k) => close(a.boxes[4 * i + k], b.boxes[4 * j + k], TOLERANCE.box)) &&
    // The class of a candidate that is nothing is chance.
    (a.classIds[i] === b.classIds[j] || (a.scores[i] ?? 0) <= TOLERANCE.score)
  );
}
