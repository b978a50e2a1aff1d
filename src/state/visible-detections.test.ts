import { expect, test } from 'vitest';
import type { Candidates, Detection, Tile } from '../shared/types';
import type { PicturePass } from './pictures';
import { visibleDetections } from './visible-detections';

const SIZE = { width: 200, height: 100 };
const NONE: Candidates = {
  boxes: new Float32Array(),
  scores: new Float32Array(),
  classIds: new Uint16Array(),
  placement: { picture: SIZE, input: SIZE, gain: 1, left: 0, top: 0 },
  suppressed: false,
};
const pass = (tile: Tile, ...detections: Detection[]): PicturePass => ({
  tile,
  candidates: NONE,
  detections,
});
const detection = (confidence: number, ...box: [number, number, number, number]): Detection => ({
  box,
  confidence,
  classId: 0,
});
const picture = (...passes: PicturePass[]) => ({ passes, picture: SIZE, wrap: false });

test('keeps what is strictly more confident, at most so many', () => {
  const boxes = [0.9, 0.5, 0.2, 0.1].map((confidence) => detection(confidence, 0, 0, 1, 1));
  const found = picture(pass({ x: 0, y: 0, ...SIZE }, ...boxes));
  const shown = visibleDetections(found, { confidence: 0.2, maxDetections: 50 });
  expect(shown.map(({ confidence }) => confidence)).toEqual([0.9, 0.5]);
  expect(visibleDetections(found, { confidence: 0, maxDetections: 3 })).toHaveLength(3);
});

test('what two tiles saw of one thing is one detection, until one of them is too weak', () => {
  const found = picture(
    pass({ x: 0, y: 0, width: 120, height: 100 }, detection(0.9, 80, 20, 120, 60)),
    pass({ x: 80, y: 0, width: 120, height: 100 }, detection(0.75, 0, 20, 70, 60)),
  );
  const [both, ...others] = visibleDetections(found, { confidence: 0.2, maxDetections: 50 });
  expect(others).toEqual([]);
  expect(both).toMatchObject({ box: [80, 20, 150, 60], confidence: 0.9 });
  const [strong] = visibleDetections(found, { confidence: 0.8, maxDetections: 50 });
  expect(strong?.box).toEqual([80, 20, 120, 60]);
});

test('small storms of a map can be left out, and take no place of those that are shown', () => {
  const frame = { west: -180, east: 180, north: 90, south: -90, picture: SIZE };
  // 1.8 degrees a pixel; at the equator a pixel has 11,300 km2.
  const large = detection(0.5, 100, 45, 110, 55);
  const found = picture(pass({ x: 0, y: 0, ...SIZE }, detection(0.9, 20, 49, 22, 51), large));
  const filter = { confidence: 0.2, maxDetections: 1 };
  expect(visibleDetections(found, filter, frame)).toEqual([large]);
  expect(visibleDetections(found, filter)).toHaveLength(1);
  expect(visibleDetections(found, filter)).not.toContain(large);
});
