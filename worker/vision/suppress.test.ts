import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Candidates, Placement } from '../../src/shared/types';
import { suppress } from './suppress';

const SIZE = { width: 100, height: 100 };
const PLACEMENT: Placement = { picture: SIZE, input: SIZE, gain: 1, left: 0, top: 0 };

type Row = readonly [x1: number, y1: number, x2: number, y2: number, score: number, classId: number];

function candidatesOf(rows: readonly Row[], suppressed = false): Candidates {
  const sorted = rows.toSorted((a, b) => b[4] - a[4]);
  return {
    boxes: Float32Array.from(sorted.flatMap((row) => row.slice(0, 4))),
    scores: Float32Array.from(sorted, (row) => row[4]),
    classIds: Uint16Array.from(sorted, (row) => row[5]),
    placement: PLACEMENT,
    suppressed,
  };
}

const scoresOf = (rows: readonly Row[], iou: number, agnostic = false) =>
  suppress(candidatesOf(rows), { iou, agnostic }).map(({ confidence }) => Number(confidence.toFixed(4)));

describe('suppress', () => {
  const twins: readonly Row[] = [
    [0, 0, 10, 10, 0.9, 0],
    [0, 5, 10, 15, 0.8, 0],
  ];

  test('drops the weaker of two that overlap by more than the threshold', () => {
    // Intersection 50 over union 150.
    expect(scoresOf(twins, 0.33)).toEqual([0.9]);
    expect(scoresOf(twins, 0.34)).toEqual([0.9, 0.8]);
  });

  test('keeps boxes whose overlap equals the threshold', () => {
    const halves: readonly Row[] = [
      [0, 0, 10, 10, 0.9, 0],
      [0, 0, 10, 5, 0.8, 0],
    ];
    expect(scoresOf(halves, 0.5)).toEqual([0.9, 0.8]);
    expect(scoresOf(halves, 0.499)).toEqual([0.9]);
  });

  test('does not look across classes unless agnostic', () => {
    const classes = twins.map((row, i) => row.with(5, i) as unknown as Row);
    expect(scoresOf(classes, 0.3)).toEqual([0.9, 0.8]);
    expect(scoresOf(classes, 0.3, true)).toEqual([0.9]);
  });

  test('a suppressed box suppresses nothing', () => {
    const chain: readonly Row[] = [
      [0, 0, 10, 10, 0.9, 0],
      [0, 4, 10, 14, 0.8, 0],
      [0, 8, 10, 18, 0.7, 0],
    ];
    expect(scoresOf(chain, 0.4)).toEqual([0.9, 0.7]);
  });

  test('leaves an end-to-end head alone', () => {
    expect(suppress(candidatesOf(twins, true), { iou: 0, agnostic: false })).toHaveLength(2);
  });

  test('equals the definition on random boxes', () => {
    const side = fc.integer({ min: 0, max: 60 });
    const row = fc.tuple(
      side,
      side,
      side,
      side,
      fc.integer({ min: 1, max: 9999 }),
      fc.integer({ min: 0, max: 2 }),
    );
    const rows = fc.uniqueArray(row, { maxLength: 40, selector: (value) => value[4] });
    fc.assert(
      fc.property(rows, fc.boolean(), fc.double({ min: 0, max: 1, noNaN: true }), (values, agnostic, iou) => {
        const input = values.map(([x, y, w, h, s, c]): Row => [x, y, x + w + 1, y + h + 1, s / 10_000, c]);
        expect(scoresOf(input, iou, agnostic)).toEqual(byDefinition(input, iou, agnostic));
      }),
      { numRuns: 300 },
    );
  });
});

function byDefinition(rows: readonly Row[], iou: number, agnostic: boolean): number[] {
  const kept: Row[] = [];
  for (const row of rows.toSorted((a, b) => b[4] - a[4])) {
    if (!kept.some((best) => (agnostic || best[5] === row[5]) && overlap(best, row) > iou)) kept.push(row);
  }
  return kept.map((row) => row[4]);
}

function overlap(a: Row, b: Row): number {
  const width = Math.max(0, Math.min(a[2], b[2]) - Math.max(a[0], b[0]));
  const height = Math.max(0, Math.min(a[3], b[3]) - Math.max(a[1], b[1]));
  const area = (box: Row) => (box[2] - box[0]) * (box[3] - box[1]);
  return (width * height) / (area(a) + area(b) - width * height);
}
