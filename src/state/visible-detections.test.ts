import { expect, test } from 'vitest';
import { visibleDetections } from './visible-detections';

const found = [0.9, 0.5, 0.2, 0.1].map((confidence) => ({
  box: [0, 0, 1, 1] as const,
  confidence,
  classId: 0,
}));

test('keeps what is strictly more confident, at most so many', () => {
  const shown = visibleDetections(found, { confidence: 0.2, maxDetections: 50 });
  expect(shown.map(({ confidence }) => confidence)).toEqual([0.9, 0.5]);
  expect(visibleDetections(found, { confidence: 0, maxDetections: 3 })).toHaveLength(3);
});
