import fc from 'fast-check';
import { expect, test } from 'vitest';
import { greedySuppression } from './greedy-suppression';

const SIZE = { width: 640, height: 640 };
const PLACEMENT = { picture: SIZE, input: SIZE, gain: 1, left: 0, top: 0 };

/** x1, y1, x2, y2 and a class; sorted by falling score already. */
type Row = readonly [x1: number, y1: number, x2: number, y2: number, classId: number];

function candidatesOf(rows: readonly Row[]) {
  return {
    boxes: Float32Array.from(rows.flatMap((row) => row.slice(0, 4))),
    scores: Float32Array.from(rows, (_, i) => 1 - i / 10_000),
    classIds: Uint16Array.from(rows, (row) => row[4]),
    placement: PLACEMENT,
    suppressed: false,
  };
}

/** Every candidate against every survivor, in the numbers as they are stored. */
function byDefinition(rows: readonly Row[], iou: number, agnostic: boolean): number[] {
  const { boxes } = candidatesOf(rows);
  const box = (i: number) => [0, 1, 2, 3].map((side) => boxes[4 * i + side] ?? NaN);
  const kept: number[] = [];
  rows.forEach((row, i) => {
    const dropped = kept.some(
      (best) => (agnostic || rows[best]?.[4] === row[4]) && overlap(box(best), box(i)) > iou,
    );
    if (!dropped) kept.push(i);
  });
  return kept;
}

function overlap(a: number[], b: number[]): number {
  const [ax1 = NaN, ay1 = NaN, ax2 = NaN, ay2 = NaN] = a;
  const [bx1 = NaN, by1 = NaN, bx2 = NaN, by2 = NaN] = b;
  const width = Math.min(ax2, bx2) - Math.max(ax1, bx1);
  const height = Math.min(ay2, by2) - Math.max(ay1, by1);
  if (!(width > 0 && height > 0)) return 0;
  const shared = width * height;
  return shared / ((ax2 - ax1) * (ay2 - ay1) + (bx2 - bx1) * (by2 - by1) - shared);
}

const place = fc.double({ min: -50, max: 700, noNaN: true });
/** From boxes without an area, and inside out, to such as fill the picture. */
const side = fc.oneof(
  fc.double({ min: -20, max: 30, noNaN: true }),
  fc.double({ min: 0, max: 700, noNaN: true }),
);
const row = fc
  .tuple(place, place, side, side, fc.integer({ min: 0, max: 2 }))
  .map(([x, y, width, height, classId]): Row => [x, y, x + width, y + height, classId]);
/** Boxes around a few places, as a network answers. */
const crowd = fc
  .tuple(fc.array(row, { minLength: 1, maxLength: 8 }), fc.array(fc.double({ min: -6, max: 6, noNaN: true })))
  .map(([places, shifts]) =>
    shifts.flatMap((shift, i): Row[] => {
      const [x1, y1, x2, y2, classId] = places[i % places.length] ?? [0, 0, 0, 0, 0];
      return [[x1 + shift, y1, x2, y2 + shift / 2, classId]];
    }),
  );

test('equals the comparison with every survivor', () => {
  const rows = fc.oneof(fc.array(row, { maxLength: 80, size: 'max' }), crowd);
  const iou = fc.oneof(
    fc.constantFrom(0, 0.01, 0.45, 0.5, 0.7, 1),
    fc.double({ min: 0, max: 1, noNaN: true }),
  );
  fc.assert(
    fc.property(rows, fc.boolean(), iou, (values, agnostic, threshold) => {
      const found = greedySuppression(candidatesOf(values), { iou: threshold, agnostic });
      expect([...found]).toEqual(byDefinition(values, threshold, agnostic));
    }),
    { numRuns: 1000 },
  );
});

test('boxes that are no boxes neither drop nor are dropped', () => {
  const whole: Row = [0, 0, 600, 600, 0];
  const odd: readonly Row[] = [
    [NaN, 0, 600, 600, 0],
    [0, 0, Infinity, 600, 0],
    [-Infinity, -Infinity, Infinity, Infinity, 0],
    [600, 600, 0, 0, 0],
    [5, 5, 5, 5, 0],
  ];
  for (const box of odd) {
    expect([...greedySuppression(candidatesOf([whole, box, whole]), { iou: 0.45, agnostic: false })]).toEqual(
      [0, 1],
    );
  }
});

test('a large box drops the small ones in it where little overlap is allowed', () => {
  const small = Array.from({ length: 100 }, (_, i): Row => {
    const [x, y] = [(i % 10) * 64, Math.floor(i / 10) * 64];
    return [x, y, x + 60, y + 60, 0];
  });
  const rows: readonly Row[] = [[0, 0, 640, 640, 0], ...small];
  expect([...greedySuppression(candidatesOf(rows), { iou: 0.005, agnostic: false })]).toEqual([0]);
  expect(greedySuppression(candidatesOf(rows), { iou: 0.01, agnostic: false })).toHaveLength(101);
});

test.each([0.2, 0.3, 0.45, 0.6])('finds the centre that is farthest away at an overlap of %f', (iou) => {
  // Spread far, so that the grid is fine; they touch nothing.
  const corners: readonly Row[] = [
    [-300, -300, -299, -299, 0],
    [900, 900, 901, 901, 0],
  ];
  const size = 100;
  // Shares one end with the small box and is as long as it may be.
  const long = size / (iou + 0.001);
  for (const [width, height] of [
    [long, size],
    [size, long],
  ] as const) {
    const rows: readonly Row[] = [...corners, [0, 0, width, height, 0], [0, 0, size, size, 0]];
    expect([...greedySuppression(candidatesOf(rows), { iou, agnostic: false })]).toEqual([0, 1, 2]);
    const reversed = [rows[0], rows[1], rows[3], rows[2]] as readonly Row[];
    expect([...greedySuppression(candidatesOf(reversed), { iou, agnostic: false })]).toEqual([0, 1, 2]);
  }
});
