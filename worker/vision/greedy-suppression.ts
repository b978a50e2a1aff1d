import type { Candidates, Thresholds } from '../../src/shared/types';

/**
 * Indices of the candidates that survive greedy suppression: one by one, by falling score, each unless a survivor of
 * the same class (of any class if `agnostic`) overlaps it with an IoU strictly greater than `iou`.
 *
 * Survivors lie in a grid by their centres, since a box that overlaps another by that much has its centre near: of a
 * crowd only the neighbours are compared, with the same answer as if all were.
 */
export function greedySuppression(
  { boxes, classIds }: Candidates,
  { iou, agnostic }: Pick<Thresholds, 'iou' | 'agnostic'>,
): Uint32Array {
  const count = classIds.length;
  const grid: Grid = {
    boxes,
    groups: agnostic ? new Uint16Array(count) : classIds,
    areas: boxAreas(boxes, count),
    newest: new Int32Array(CELLS * CELLS).fill(NONE),
    next: new Int32Array(count),
  };
  const columns = gridAxis(boxes, count, 0);
  const rows = gridAxis(boxes, count, 1);
  const reach = centreReach(iou);
  const kept = new Uint32Array(count);
  let survivors = 0;
  for (let i = 0; i < count; i++) {
    const x = centre(boxes, i, 0);
    const y = centre(boxes, i, 1);
    const own = cellOf(y, rows) * CELLS + cellOf(x, columns);
    // Most are dropped by the box at their own place.
    if (isDropped(grid, i, iou, own, own)) continue;
    const reachX = reach * side(boxes, i, 0) + ROUNDING;
    const reachY = reach * side(boxes, i, 1) + ROUNDING;
    const fromX = cellOf(x - reachX, columns);
    const toX = cellOf(x + reachX, columns);
    const toY = cellOf(y + reachY, rows);
    let dropped = false;
    for (let row = cellOf(y - reachY, rows); row <= toY && !dropped; row++) {
      dropped = isDropped(grid, i, iou, row * CELLS + fromX, row * CELLS + toX);
    }
    if (dropped) continue;
    grid.next[i] = grid.newest[own] ?? NONE;
    grid.newest[own] = i;
    kept[survivors++] = i;
  }
  return kept.subarray(0, survivors);
}

interface Grid {
  readonly boxes: Float32Array;
  /** Only boxes of the same group drop each other. */
  readonly groups: Uint16Array;
  readonly areas: Float64Array;
  /** The newest survivor of each cell; `next` leads to the one before. */
  readonly newest: Int32Array;
  readonly next: Int32Array;
}

/** Whether a survivor in the cells from `first` to `last` drops candidate `i`. */
function isDropped(grid: Grid, i: number, iou: number, first: number, last: number): boolean {
  const { boxes, groups, areas, newest, next } = grid;
  const a = 4 * i;
  for (let cell = first; cell <= last; cell++) {
    for (let j = newest[cell] ?? NONE; j !== NONE; j = next[j] ?? NONE) {
      if (groups[j] !== groups[i]) continue;
      const b = 4 * j;
      const width = lesser(boxes[a + 2] ?? 0, boxes[b + 2] ?? 0) - greater(boxes[a] ?? 0, boxes[b] ?? 0);
      if (!(width > 0)) continue;
      const height =
        lesser(boxes[a + 3] ?? 0, boxes[b + 3] ?? 0) - greater(boxes[a + 1] ?? 0, boxes[b + 1] ?? 0);
      if (!(height > 0)) continue;
      const shared = width * height;
      if (shared / ((areas[i] ?? 0) + (areas[j] ?? 0) - shared) > iou) return true;
    }
  }
  return false;
}

// What Math.min and Math.max do, but for NaN and -0, which make no difference here, and faster.
const lesser = (a: number, b: number): number => (a < b ? a : b);
const greater = (a: number, b: number): number => (a > b ? a : b);

const NONE = -1;

/** Cells of the grid along each axis. */
const CELLS = 24;

/** Pixels; far more than the arithmetic is off by. */
const ROUNDING = 1e-3;

/**
 * How far apart the centres of two boxes with an IoU greater than `iou` can be along an axis, in sides of either box.
 * Both sides are shared over more than `iou` of their length, and neither is longer than the other by 1 / `iou`.
 */
function centreReach(iou: number): number {
  if (iou >= 0.5) return 1 - iou;
  return iou > 0 ? (1 / iou - 1) / 2 : Infinity;
}

interface Axis {
  readonly start: number;
  /** Cells a pixel. */
  readonly scale: number;
}

/** The cells of an axis (0 for x, 1 for y), over all centres. */
function gridAxis(boxes: Float32Array, count: number, axis: 0 | 1): Axis {
  let start = Infinity;
  let end = -Infinity;
  for (let i = 0; i < count; i++) {
    const at = centre(boxes, i, axis);
    if (at < start) start = at;
    if (at > end) end = at;
  }
  return { start, scale: CELLS / (end - start) };
}

/** Never falls as `at` rises; what is no number lies in the first cell. */
function cellOf(at: number, { start, scale }: Axis): number {
  const cell = (at - start) * scale;
  return cell > 0 ? (cell < CELLS ? cell | 0 : CELLS - 1) : 0;
}

function centre(boxes: Float32Array, i: number, axis: 0 | 1): number {
  return ((boxes[4 * i + axis] ?? 0) + (boxes[4 * i + axis + 2] ?? 0)) / 2;
}

function side(boxes: Float32Array, i: number, axis: 0 | 1): number {
  return (boxes[4 * i + axis + 2] ?? 0) - (boxes[4 * i + axis] ?? 0);
}

function boxAreas(boxes: Float32Array, count: number): Float64Array {
  const areas = new Float64Array(count);
  for (let i = 0; i < count; i++) areas[i] = side(boxes, i, 0) * side(boxes, i, 1);
  return areas;
}
