import { describe, expect, test } from 'vitest';
import { layOutPicture, placementOf } from './lay-out-picture';
import { toPicture } from './to-picture';

const SQUARE = { target: { width: 640, height: 640 }, rect: false, stride: 32 };
const RECT = { ...SQUARE, rect: true };

describe('layOutPicture', () => {
  test('puts the odd pixel of padding to the right and the bottom', () => {
    const layout = layOutPicture({ width: 641, height: 479 }, SQUARE);
    expect(layout.resized).toEqual({ width: 640, height: 478 });
    expect([layout.left, layout.top]).toEqual([0, 81]);
    expect(layout.input).toEqual({ width: 640, height: 640 });
  });

  test.each([
    [
      { width: 3600, height: 1801 },
      { width: 640, height: 320 },
    ],
    [
      { width: 1280, height: 720 },
      { width: 640, height: 384 },
    ],
    [
      { width: 640, height: 640 },
      { width: 640, height: 640 },
    ],
    [
      { width: 1, height: 1 },
      { width: 640, height: 640 },
    ],
  ])('takes the smallest rectangle for %o', (picture, input) => {
    expect(layOutPicture(picture, RECT).input).toEqual(input);
  });

  test('keeps at least one row of a very long picture', () => {
    expect(layOutPicture({ width: 20_000, height: 1 }, RECT).resized).toEqual({ width: 640, height: 1 });
  });
});

test('a box goes from the input back to the picture and is clipped to it', () => {
  const placement = placementOf(layOutPicture({ width: 1280, height: 640 }, SQUARE));
  expect(placement).toMatchObject({ gain: 0.5, left: 0, top: 160 });
  expect(toPicture(Float32Array.of(-10, 160, 320, 700), 0, placement)).toEqual([0, 0, 640, 640]);
});
