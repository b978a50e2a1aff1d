import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { Box, Detection, Tile } from '../../shared/types';
import { mergeDetections } from './merge-detections';
import { planTiles } from './plan-tiles';
import type { TilePass } from './tile-view';

const WIDTH = 3600;
const PICTURE = { width: WIDTH, height: 1801 };
const GLOBE = { picture: PICTURE, wrap: true };
const REGION = { picture: PICTURE, wrap: false };
const WHOLE: Tile = { x: 0, y: 0, ...PICTURE };
const SIDE = 1024;
const tileAt = (x: number, y = 0): Tile => ({ x, y, width: SIDE, height: SIDE });

/** What a perfect detector finds in a tile: a box in picture pixels, clipped to the tile, moved to its pixels. */
function seen(tile: Tile, box: Box, confidence = 0.68, classId = 0): Detection {
  const clip = (value: number, from: number, length: number) => Math.min(length, Math.max(0, value - from));
  return {
    box: [
      clip(box[0], tile.x, tile.width),
      clip(box[1], tile.y, tile.height),
      clip(box[2], tile.x, tile.width),
      clip(box[3], tile.y, tile.height),
    ],
    confidence,
    classId,
  };
}

const pass = (tile: Tile, ...detections: readonly Detection[]): TilePass => ({ tile, detections });
const boxes = (detections: readonly Detection[]) => detections.map(({ box }) => box.map(Math.round));

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
