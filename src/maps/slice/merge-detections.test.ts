import { describe, expect, test } from 'vitest';
import type { Box } from '../../shared/types';
import { mergeDetections } from './merge-detections';
import { boxes, pass, REGION, seen, tileAt, WHOLE } from './testing/tile-passes';

describe('mergeDetections, one storm', () => {
  test('moves a tile to its place', () => {
    const tile = tileAt(720, 777);
    expect(mergeDetections(REGION, [pass(tile, seen(tile, [800, 900, 900, 1000], 0.64, 3))])).toEqual([
      { box: [800, 900, 900, 1000], confidence: 0.64, classId: 3 },
    ]);
  });

  test('seen whole in two tiles, keeps the sides of the more confident', () => {
    const [a, b] = [tileAt(0), tileAt(720)];
    const merged = mergeDetections(REGION, [
      pass(a, seen(a, [800, 300, 900, 400], 0.64)),
      pass(b, seen(b, [805, 305, 905, 405], 0.72)),
    ]);
    expect(merged).toEqual([{ box: [805, 305, 905, 405], confidence: 0.72, classId: 0 }]);
  });

  test('whole in one tile and cut by another is the whole one, with the higher confidence', () => {
    const [a, b] = [tileAt(0), tileAt(720)];
    const merged = mergeDetections(REGION, [
      pass(a, seen(a, [900, 300, 1100, 400], 0.76)),
      pass(b, seen(b, [900, 300, 1100, 400], 0.64)),
    ]);
    expect(merged).toEqual([{ box: [900, 300, 1100, 400], confidence: 0.76, classId: 0 }]);
  });

  test('twins across a tile edge are joined', () => {
    // Wider than what the tiles share, 720 to 1024: each sees one end of it.
    const [a, b] = [tileAt(0), tileAt(720)];
    const storm: Box = [500, 300, 1500, 500];
    const merged = mergeDetections(REGION, [pass(a, seen(a, storm, 0.6)), pass(b, seen(b, storm, 0.68))]);
    expect(merged).toEqual([{ box: [500, 300, 1500, 500], confidence: 0.68, classId: 0 }]);
  });

  test('twins above each other are joined too', () => {
    const [a, b] = [tileAt(0, 0), tileAt(0, 777)];
    const storm: Box = [300, 400, 500, 1500];
    expect(boxes(mergeDetections(REGION, [pass(a, seen(a, storm)), pass(b, seen(b, storm))]))).toEqual([
      [300, 400, 500, 1500],
    ]);
  });

  test('a chain over three tiles is joined, with its ends not overlapping at all', () => {
    const tiles = [tileAt(0), tileAt(720), tileAt(1440)];
    const storm: Box = [600, 300, 2000, 420];
    expect(
      boxes(
        mergeDetections(
          REGION,
          tiles.map((tile) => pass(tile, seen(tile, storm))),
        ),
      ),
    ).toEqual([[600, 300, 2000, 420]]);
  });

  test('the pass over the whole takes in the fragments of the tiles', () => {
    const tiles = [tileAt(0), tileAt(720), tileAt(1440)];
    const storm: Box = [610, 310, 1990, 430];
    const merged = mergeDetections(REGION, [
      ...tiles.map((tile) => pass(tile, seen(tile, [600, 300, 2000, 420]))),
      pass(WHOLE, seen(WHOLE, storm, 0.6)),
    ]);
    expect(merged).toEqual([{ box: storm, confidence: 0.68, classId: 0 }]);
  });
});

describe('mergeDetections, storms that must stay two', () => {
  test('a small whole one nested in a large one', () => {
    const tile = tileAt(720);
    const merged = mergeDetections(REGION, [
      pass(WHOLE, seen(WHOLE, [500, 100, 2000, 900], 0.72)),
      pass(tile, seen(tile, [900, 300, 1000, 400], 0.64)),
    ]);
    expect(boxes(merged)).toEqual([
      [500, 100, 2000, 900],
      [900, 300, 1000, 400],
    ]);
  });

  test('the same, though a neighbouring tile cuts the nested one', () => {
    const [a, b] = [tileAt(0), tileAt(720)];
    const nested: Box = [950, 300, 1100, 400];
    const merged = mergeDetections(REGION, [
      pass(WHOLE, seen(WHOLE, [500, 100, 2000, 900], 0.72)),
      pass(a, seen(a, nested, 0.6)),
      pass(b, seen(b, nested, 0.64)),
    ]);
    expect(boxes(merged)).toEqual([
      [500, 100, 2000, 900],
      [950, 300, 1100, 400],
    ]);
  });

  test('but a small box at a tile edge inside a large one is a fragment of it', () => {
    const tile = tileAt(720);
    const merged = mergeDetections(REGION, [
      pass(WHOLE, seen(WHOLE, [500, 100, 2000, 900], 0.72)),
      pass(tile, seen(tile, [720, 300, 820, 400], 0.64)),
    ]);
    expect(boxes(merged)).toEqual([[500, 100, 2000, 900]]);
  });

  test('two of one pass, which its suppression has judged', () => {
    const merged = mergeDetections(REGION, [
      pass(WHOLE, seen(WHOLE, [500, 100, 900, 500], 0.72), seen(WHOLE, [500, 100, 900, 400], 0.68)),
    ]);
    expect(merged).toHaveLength(2);
  });

  test('two classes', () => {
    const [a, b] = [tileAt(0), tileAt(720)];
    const storm: Box = [800, 300, 900, 400];
    expect(mergeDetections(REGION, [pass(a, seen(a, storm)), pass(b, seen(b, storm, 0.68, 1))])).toHaveLength(
      2,
    );
  });

  test('neighbours cut by the same tile edge, one above the other', () => {
    const [a, b] = [tileAt(0), tileAt(720)];
    const upper: Box = [500, 100, 1500, 300];
    const lower: Box = [500, 320, 1500, 500];
    const passes = [a, b].map((tile) => pass(tile, seen(tile, upper, 0.72), seen(tile, lower, 0.64)));
    expect(boxes(mergeDetections(REGION, passes))).toEqual([[...upper], [...lower]]);
  });

  test('one that ends where the next begins: both passes saw the gap', () => {
    const [a, b] = [tileAt(0), tileAt(720)];
    const left: Box = [500, 100, 800, 300];
    const right: Box = [950, 100, 1500, 300];
    const merged = mergeDetections(REGION, [
      pass(a, seen(a, left, 0.72), seen(a, right, 0.68)),
      pass(b, seen(b, left, 0.64), seen(b, right, 0.6)),
    ]);
    expect(boxes(merged)).toEqual([[...left], [...right]]);
  });
});

describe('mergeDetections, what is not taken', () => {
  test('a weak fragment does not tie strong ones', () => {
    const passes = (middle: number) => [
      pass(tileAt(0), seen(tileAt(0), [800, 300, 1100, 420], 0.72)),
      pass(tileAt(720), seen(tileAt(720), [700, 300, 1800, 420], middle)),
      pass(tileAt(1440), seen(tileAt(1440), [1300, 300, 1700, 420], 0.68)),
    ];
    expect(mergeDetections(REGION, passes(0.64))).toHaveLength(1);
    expect(mergeDetections(REGION, passes(0.1)).length).toBeGreaterThan(1);
  });

  test('nor does a weak whole box take in a strong fragment', () => {
    const tile = tileAt(720);
    const passes = (whole: number) => [
      pass(tile, seen(tile, [720, 300, 900, 400], 0.72)),
      pass(WHOLE, seen(WHOLE, [500, 100, 2000, 900], whole)),
    ];
    expect(boxes(mergeDetections(REGION, passes(0.1)))).toEqual([
      [720, 300, 900, 400],
      [500, 100, 2000, 900],
    ]);
    expect(mergeDetections(REGION, passes(0.64))).toEqual([
      { box: [500, 100, 2000, 900], confidence: 0.72, classId: 0 },
    ]);
  });

  test('what a pass over the whole makes of a storm that a tile sees complete, and is surer of', () => {
    const tile = tileAt(720);
    const storm: Box = [800, 300, 1400, 500];
    const passes = (whole: number) => [
      pass(tile, seen(tile, storm, 0.72)),
      pass(WHOLE, seen(WHOLE, [700, 200, 2000, 600], whole)),
    ];
    expect(boxes(mergeDetections(REGION, passes(0.68)))).toEqual([[...storm]]);
    // Surer of, it is the one that the other is nested in.
    expect(boxes(mergeDetections(REGION, passes(0.76)))).toEqual([[700, 200, 2000, 600], [...storm]]);
  });

  test('what a pass over the whole finds smaller than a tile', () => {
    const tile = tileAt(0);
    const whole = pass(
      WHOLE,
      seen(WHOLE, [2000, 300, 2400, 420], 0.72),
      seen(WHOLE, [2000, 600, 3100, 720], 0.68),
      seen(WHOLE, [100, 700, 200, 1800], 0.64),
    );
    expect(boxes(mergeDetections(REGION, [pass(tile), whole]))).toEqual([
      [2000, 600, 3100, 720],
      [100, 700, 200, 1800],
    ]);
    expect(mergeDetections(REGION, [whole])).toHaveLength(3);
  });
});
