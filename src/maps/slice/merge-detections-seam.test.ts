import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Box, Tile } from '../../shared/types';
import { mergeDetections } from './merge-detections';
import { planTiles } from './plan-tiles';
import { boxes, GLOBE, pass, PICTURE, REGION, seen, SIDE, tileAt, WHOLE, WIDTH } from './testing/tile-passes';

describe('mergeDetections, across the seam', () => {
  test('a storm whole in the tile over the seam', () => {
    const tile = tileAt(2880);
    const merged = mergeDetections(GLOBE, [
      pass(tile, seen(tile, [3550, 300, 3700, 400], 0.64)),
      pass(WHOLE, seen(WHOLE, [3550, 300, 3600, 400], 0.6), seen(WHOLE, [0, 300, 100, 400], 0.56)),
      pass(tileAt(0), seen(tileAt(0), [0, 300, 100, 400], 0.68)),
    ]);
    expect(merged).toEqual([{ box: [3550, 300, 3700, 400], confidence: 0.68, classId: 0 }]);
  });

  test('a storm longer than the tile over the seam', () => {
    const tiles = [2160, 2880, 0].map((x) => tileAt(x));
    const storm: Box = [3000, 300, 4300, 420];
    const passes = tiles.map((tile) => pass(tile, seen(tile, tile.x === 0 ? [-600, 300, 700, 420] : storm)));
    expect(boxes(mergeDetections(GLOBE, passes))).toEqual([[...storm]]);
    const whole = pass(
      WHOLE,
      seen(WHOLE, [0, 300, 700, 420], 0.56),
      seen(WHOLE, [3000, 300, 3600, 420], 0.6),
    );
    expect(boxes(mergeDetections(GLOBE, [...passes, whole]))).toEqual([[...storm]]);
  });

  test('the two ends of a pass over the whole meet there', () => {
    const ends = pass(WHOLE, seen(WHOLE, [0, 300, 700, 420], 0.56), seen(WHOLE, [3000, 310, 3600, 430], 0.6));
    expect(boxes(mergeDetections(GLOBE, [ends]))).toEqual([[3000, 300, 4300, 430]]);
    expect(mergeDetections(REGION, [ends])).toHaveLength(2);
  });

  test('but not where they lie on different rows', () => {
    const ends = pass(WHOLE, seen(WHOLE, [0, 300, 700, 420]), seen(WHOLE, [3000, 410, 3600, 600]));
    expect(mergeDetections(GLOBE, [ends])).toHaveLength(2);
  });

  test('a belt all around is the whole width', () => {
    const tiles = planTiles(PICTURE, { side: SIDE, overlap: 0.2, wrap: true }).filter(({ y }) => y === 0);
    const belt: Box = [-WIDTH, 200, 3 * WIDTH, 300];
    expect(
      boxes(
        mergeDetections(
          GLOBE,
          tiles.map((tile) => pass(tile, seen(tile, belt))),
        ),
      ),
    ).toEqual([[0, 200, 3600, 300]]);
  });
});

describe('a map rolled by any number of columns', () => {
  const storm = fc.record({
    x: fc.integer({ min: 0, max: WIDTH - 1 }),
    y: fc.integer({ min: 0, max: 1600 }),
    width: fc.integer({ min: 20, max: 1900 }),
    height: fc.integer({ min: 20, max: 600 }),
  });
  const turned = (x: number) => ((x % WIDTH) + WIDTH) % WIDTH;
  const sortBoxes = (list: readonly (readonly number[])[]) => list.map((box) => box.join()).toSorted();

  test('gives the same storms rolled: tiles rolled along', () => {
    fc.assert(
      fc.property(
        fc.array(storm, { maxLength: 12 }),
        fc.integer({ min: 0, max: WIDTH - 1 }),
        (storms, roll) => {
          const tiles = [...planTiles(PICTURE, { side: SIDE, overlap: 0.2, wrap: true }), WHOLE];
          const passes = tiles.map((tile) => pass(tile, ...found(tile, storms)));
          const rolled = passes.map(({ tile, detections }) => ({
            tile: { ...tile, x: turned(tile.x + roll) },
            detections,
          }));
          const moved = mergeDetections(GLOBE, passes).map(({ box: [x1, y1, x2, y2] }): Box => {
            const start = x2 - x1 >= WIDTH ? x1 : turned(x1 + roll);
            return [start, y1, start + x2 - x1, y2];
          });
          expect(sortBoxes(mergeDetections(GLOBE, rolled).map(({ box }) => box))).toEqual(sortBoxes(moved));
        },
      ),
      { numRuns: 200 },
    );
  });

  test('gives the same storms rolled: tiles where they were', () => {
    // Storms apart on rows of their own, so that what is right is known: all of them, with their sides.
    const rows = fc.array(storm, { minLength: 1, maxLength: 6 });
    fc.assert(
      fc.property(rows, fc.integer({ min: 0, max: WIDTH - 1 }), (storms, roll) => {
        const apart = storms.map((one, i) => ({ ...one, x: turned(one.x + roll), y: 300 * i, height: 180 }));
        const tiles = [...planTiles(PICTURE, { side: SIDE, overlap: 0.2, wrap: true }), WHOLE];
        const merged = mergeDetections(
          GLOBE,
          tiles.map((tile) => pass(tile, ...found(tile, apart))),
        );
        expect(sortBoxes(boxes(merged))).toEqual(
          sortBoxes(apart.map(({ x, y, width, height }) => [x, y, x + width, y + height])),
        );
      }),
      { numRuns: 300 },
    );
  });

  /** What a perfect detector finds in a tile of a wrapping map; less than 8 pixels of a storm it misses. */
  function found(tile: Tile, storms: readonly { x: number; y: number; width: number; height: number }[]) {
    return storms.flatMap(({ x, y, width, height }, i) =>
      [-WIDTH, 0, WIDTH]
        .map((turn) => seen(tile, [x + turn, y, x + turn + width, y + height], 0.9 - i / 100))
        .filter(({ box }) => box[2] - box[0] >= 8 && box[3] - box[1] >= 8),
    );
  }
});
