import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  clampView,
  fitted,
  MAX_SCALE,
  panBy,
  revealBox,
  toPicture,
  toStage,
  turnsInView,
  zoomAt,
  type Scene,
} from './viewport';

const MAP: Scene = {
  stage: { width: 800, height: 400 },
  picture: { width: 3600, height: 1800 },
  wraps: true,
};
const PHOTO: Scene = { ...MAP, wraps: false };

const point = fc.record({
  x: fc.double({ min: 0, max: 800, noNaN: true }),
  y: fc.double({ min: 0, max: 400, noNaN: true }),
});
const view = fc.record({
  scale: fc.double({ min: 0.01, max: 100, noNaN: true }),
  x: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
  y: fc.double({ min: -1e4, max: 1e4, noNaN: true }),
});

describe('a fitted view', () => {
  test('shows the whole picture in the middle', () => {
    expect(fitted(MAP)).toEqual({ scale: 800 / 3600, x: 1800, y: 900 });
    expect(fitted({ ...PHOTO, picture: { width: 1000, height: 2000 } })).toEqual({
      scale: 0.2,
      x: 500,
      y: 1000,
    });
  });

  test('does not blow a small picture up', () => {
    expect(fitted({ ...PHOTO, picture: { width: 20, height: 10 } }).scale).toBe(2);
  });
});

describe('zooming', () => {
  test('keeps the point under the pointer, on a map that goes round', () => {
    fc.assert(
      fc.property(view, point, fc.double({ min: 0.1, max: 10, noNaN: true }), (from, at, factor) => {
        const before = clampView(MAP, from);
        const after = zoomAt(MAP, before, factor, at);
        const turns = (toPicture(MAP, after, at).x - toPicture(MAP, before, at).x) / 3600;
        expect(turns).toBeCloseTo(Math.round(turns), 6);
      }),
    );
  });

  test('keeps it in a photograph too, away from its edges', () => {
    const before = { scale: 1, x: 1800, y: 900 };
    const at = { x: 130, y: 320 };
    const after = zoomAt(PHOTO, before, 4, at);
    expect(after.scale).toBe(4);
    expect(toPicture(PHOTO, after, at)).toEqual(toPicture(PHOTO, before, at));
  });

  test('ends at single pixels and at the whole picture', () => {
    const at = { x: 10, y: 10 };
    expect(zoomAt(PHOTO, fitted(PHOTO), 1e6, at).scale).toBe(MAX_SCALE);
    expect(zoomAt(PHOTO, { scale: 3, x: 300, y: 200 }, 1e-6, at)).toEqual(fitted(PHOTO));
  });
});

describe('panning', () => {
  test('stops at the edges of a photograph', () => {
    fc.assert(
      fc.property(view, (from) => {
        const { scale, x, y } = clampView(PHOTO, from);
        expect(x * scale).toBeGreaterThanOrEqual(400 - 1e-6);
        expect((3600 - x) * scale).toBeGreaterThanOrEqual(400 - 1e-6);
        expect(y * scale).toBeGreaterThanOrEqual(200 - 1e-6);
        expect((1800 - y) * scale).toBeGreaterThanOrEqual(200 - 1e-6);
      }),
    );
    expect(panBy(PHOTO, fitted(PHOTO), 50, 50)).toEqual(fitted(PHOTO));
  });

  test('goes round a map without end, and stops at its poles', () => {
    let at = fitted(MAP);
    for (let i = 0; i < 100; i++) at = panBy(MAP, at, -80, -80);
    // Ten times round, 100 x 360 pixels of the picture.
    expect(at.x).toBeCloseTo(1800, 6);
    expect(at.y).toBe(900);
  });

  test('moves the picture with the pointer', () => {
    const before = { scale: 2, x: 1000, y: 900 };
    const corner = { x: 900, y: 850 };
    const from = toStage(PHOTO, before, corner);
    const to = toStage(PHOTO, panBy(PHOTO, before, 30, -20), corner);
    expect([to.x - from.x, to.y - from.y]).toEqual([30, -20]);
  });
});

describe('the turns of a map in view', () => {
  test('are one when it is fitted, two over the seam', () => {
    expect(turnsInView(MAP, fitted(MAP), 0, 3600)).toEqual([0]);
    expect(turnsInView(MAP, panBy(MAP, fitted(MAP), 100, 0), 0, 3600)).toEqual([0, -1]);
    expect(turnsInView(MAP, panBy(MAP, fitted(MAP), -100, 0), 0, 3600)).toEqual([0, 1]);
    expect(turnsInView(PHOTO, fitted(PHOTO), 0, 3600)).toEqual([0]);
  });

  test('show a box over the seam at both sides', () => {
    expect(turnsInView(MAP, fitted(MAP), 3500, 3700)).toEqual([0, -1]);
  });

  test('put a box beside the seam next to what is in view', () => {
    expect(turnsInView(MAP, { scale: 4, x: 3590, y: 900 }, 5, 25)).toEqual([1]);
  });

  test('hold every column that is in view', () => {
    fc.assert(
      fc.property(view, point, (from, at) => {
        const seen = clampView(MAP, from);
        const column = toPicture(MAP, seen, at).x;
        const middle = ((column % 3600) + 3600) % 3600;
        const turn = Math.round((column - middle) / 3600);
        const turns = turnsInView(MAP, seen, middle - 10, middle + 10);
        expect(turns).toContain(turn);
      }),
    );
  });
});

describe('a box', () => {
  const close = { scale: 4, x: 1000, y: 900 };

  test('in view stays where it is', () => {
    expect(revealBox(PHOTO, close, [990, 890, 1010, 910])).toEqual(close);
    expect(revealBox(PHOTO, close, [0, 0, 3600, 1800])).toEqual(close);
  });

  test('out of view is brought in, wholly and by no more than needed', () => {
    const after = revealBox(PHOTO, close, [2000, 890, 2020, 910]);
    expect(after.y).toBe(900);
    expect(toStage(PHOTO, after, { x: 2020, y: 900 }).x).toBeCloseTo(800 - 24, 6);
  });

  test('beyond the seam is reached the short way', () => {
    const after = revealBox(MAP, { scale: 4, x: 3590, y: 900 }, [150, 890, 170, 910]);
    expect(after.x).toBeCloseTo(3600 + 170 + 6 - 100 - 3600, 6);
  });

  test('too large for the stage shows its middle', () => {
    expect(revealBox(PHOTO, close, [1500, 890, 2500, 910]).x).toBe(2000);
  });
});
