import type { Candidates, Placement } from '../../src/shared/types';
import type { Head, RawOutput } from './heads/head';
import { orderByScore } from './order-by-score';

/** Ultralytics looks at no more than this many candidates of a picture, the most confident ones. */
const MAX_CANDIDATES = 30_000;

/**
 * Reads a network's output: candidates above `floor` by falling score, at most 30,000.
 * They stay in input pixels, where suppression is defined.
 */
export function selectCandidates(
  head: Head,
  output: RawOutput,
  floor: number,
  placement: Placement,
): Candidates {
  const { boxes, scores, classIds } = head.read(output, floor);
  const order = orderByScore(scores).subarray(0, MAX_CANDIDATES);
  const sorted = {
    boxes: new Float32Array(order.length * 4),
    scores: new Float32Array(order.length),
    classIds: new Uint16Array(order.length),
  };
  for (let to = 0; to < order.length; to++) {
    const from = order[to] ?? 0;
    for (let side = 0; side < 4; side++) sorted.boxes[4 * to + side] = boxes[4 * from + side] ?? 0;
    sorted.scores[to] = scores[from] ?? 0;
    sorted.classIds[to] = classIds[from] ?? 0;
  }
  return { ...sorted, placement, suppressed: head.suppressed };
}
