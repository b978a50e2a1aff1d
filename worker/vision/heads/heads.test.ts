import { describe, expect, test } from 'vitest';
import { selectCandidates } from '../select-candidates';
import { anchorFreeHead } from './anchor-free-head';
import { endToEndHead } from './end-to-end-head';
import { findHead } from './find-head';

const SIZE = { width: 64, height: 64 };
const PLACEMENT = { picture: SIZE, input: SIZE, gain: 1, left: 0, top: 0 };

describe('findHead', () => {
  test.each([
    [[1, 84, 8400], 80, 'anchor-free'],
    [[1, 5, 8400], 1, 'anchor-free'],
    [[1, 6, 8400], 2, 'anchor-free'],
    [[1, 300, 6], 80, 'end-to-end'],
    [[1, 300, 6], 2, 'end-to-end'],
    [[1, 84, 8400], undefined, 'anchor-free'],
    [[1, 300, 6], undefined, 'end-to-end'],
    [[1, 116, 8400], 80, undefined],
    [[1, 1000], 1000, undefined],
    [[1, 4, 8400], undefined, undefined],
  ])('%o with %s names is %s', (shape, names, id) => {
    expect(findHead(shape, names)?.id).toBe(id);
  });
});

describe('anchor-free head', () => {
  // Two classes, three candidates, channel-major: cx, cy, w, h, then the scores of each class.
  const output = {
    shape: [1, 6, 3],
    data: Float32Array.of(10, 20, 30, 11, 21, 31, 4, 6, 8, 2, 4, 6, 0.2, 0.25, 0.9, 0.5, 0.125, 0.9),
  };

  test('takes the best class of each candidate, the first of equals, sorted by score', () => {
    const found = selectCandidates(anchorFreeHead, output, 0.1, PLACEMENT);
    expect(Array.from(found.scores, (score) => Number(score.toFixed(3)))).toEqual([0.9, 0.5, 0.25]);
    expect([...found.classIds]).toEqual([0, 1, 0]);
    expect([...found.boxes.subarray(0, 8)]).toEqual([26, 28, 34, 34, 8, 10, 12, 12]);
    expect(found.suppressed).toBe(false);
  });

  test('keeps only what is strictly above the floor', () => {
    expect(selectCandidates(anchorFreeHead, output, 0.5, PLACEMENT).scores).toHaveLength(1);
  });
});

test('end-to-end head reads rows', () => {
  const output = {
    shape: [1, 2, 6],
    data: Float32Array.of(1, 2, 3, 4, 0.25, 7, 5, 6, 7, 8, 0.75, 3),
  };
  const found = selectCandidates(endToEndHead, output, 0.1, PLACEMENT);
  expect([...found.scores]).toEqual([0.75, 0.25]);
  expect([...found.classIds]).toEqual([3, 7]);
  expect([...found.boxes]).toEqual([5, 6, 7, 8, 1, 2, 3, 4]);
  expect(found.suppressed).toBe(true);
});

test('a floor that float32 rounds up still lets nothing below it through', () => {
  // 0.2 is less than the nearest float32, 0.5 is one itself.
  for (const floor of [0.01, 0.2, 0.5]) {
    const scores = Float32Array.of(0, floor - 0.001, floor, floor + 0.001);
    const output = { shape: [1, 5, 4], data: Float32Array.of(...new Float32Array(16), ...scores) };
    const above = [...scores].filter((score) => score > floor).sort((a, b) => b - a);
    expect([...selectCandidates(anchorFreeHead, output, floor, PLACEMENT).scores]).toEqual(above);
  }
});
