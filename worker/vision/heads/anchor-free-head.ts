import type { Head, Proposals, RawOutput } from './head';

/**
 * `[1, 4 + classes, N]`, channel-major: centre x, centre y, width, height in input pixels, then one score a class.
 * The output of YOLOv5u, YOLOv8, YOLOv9 and YOLO11 as exported by Ultralytics.
 */
export const anchorFreeHead: Head = {
  id: 'anchor-free',
  suppressed: false,
  classCount(shape) {
    const channels = shape[1];
    return shape.length === 3 && channels !== undefined && channels > 4 ? channels - 4 : undefined;
  },
  read: readAnchorFree,
};

/** Candidates looked at together: few enough for their best scores to stay in the fastest memory. */
const BLOCK = 1024;

function readAnchorFree({ data, shape }: RawOutput, floor: number): Proposals {
  const channels = shape[1] ?? 0;
  const count = shape[2] ?? 0;
  // Nothing up to the floor is ever looked at twice; a little lower, since float32 may round the floor up.
  const best = new Float32Array(count).fill(floor * (1 - 2 ** -22));
  const bestClass = new Uint16Array(count);
  for (let start = 0; start < count; start += BLOCK) {
    const end = Math.min(start + BLOCK, count);
    scanClasses({ data, count, classes: channels - 4, start, end }, best, bestClass);
  }
  let kept = 0;
  const index = new Uint32Array(count);
  for (let i = 0; i < count; i++) if ((best[i] ?? 0) > floor) index[kept++] = i;

  const boxes = new Float32Array(kept * 4);
  const scores = new Float32Array(kept);
  const classIds = new Uint16Array(kept);
  for (let k = 0; k < kept; k++) {
    const i = index[k] ?? 0;
    const x = data[i] ?? 0;
    const y = data[count + i] ?? 0;
    const halfWidth = (data[2 * count + i] ?? 0) / 2;
    const halfHeight = (data[3 * count + i] ?? 0) / 2;
    boxes[4 * k] = x - halfWidth;
    boxes[4 * k + 1] = y - halfHeight;
    boxes[4 * k + 2] = x + halfWidth;
    boxes[4 * k + 3] = y + halfHeight;
    scores[k] = best[i] ?? 0;
    classIds[k] = bestClass[i] ?? 0;
  }
  return { boxes, scores, classIds };
}

interface Block {
  readonly data: Float32Array;
  readonly count: number;
  readonly classes: number;
  /** Candidates from `start` to before `end`. */
  readonly start: number;
  readonly end: number;
}

/** Raises `best` to the best class of each candidate; of equal scores the first, as `max` over an axis gives. */
function scanClasses(
  { data, count, classes, start, end }: Block,
  best: Float32Array,
  bestClass: Uint16Array,
): void {
  // Class by class: the scores of one class lie side by side in memory.
  for (let c = 0; c < classes; c++) {
    const row = (4 + c) * count;
    for (let i = start; i < end; i++) {
      const score = data[row + i] ?? 0;
      if (score > (best[i] ?? 0)) {
        best[i] = score;
        bestClass[i] = c;
      }
    }
  }
}
