import { expect, test } from 'vitest';
import { judgeTargets } from './judge-targets';
import type { ModelRow } from './results';

const SPREAD = { median: 100, p95: 120 };
const VISIT = {
  site_bytes: 1,
  hub_bytes: 0,
  usable_ms: 1,
  ready_ms: 2,
  first_detection_ms: 3,
  first_inference_ms: 1,
  peak_mb: 4,
};
const BARE = { bytes: 1, ready_ms: 1, first_run_ms: 2, peak_mb: 3 };

const UNWATCHED = { result_ms: 1, peak_mb: 2 };

const ROW: ModelRow = {
  model: 'm.onnx',
  engine: 'WebAssembly, 2 threads',
  software: false,
  input: [640, 384],
  visits: { first: VISIT, second: VISIT, bare_first: BARE, bare_second: BARE, second_ratio: 1.3 },
  unwatched: {
    ...{ first: UNWATCHED, second: UNWATCHED, bare_first: UNWATCHED, bare_second: UNWATCHED },
    second_ratio: 1,
  },
  latency: {
    runs: 3,
    decode: SPREAD,
    letterbox: SPREAD,
    inference: SPREAD,
    suppression: SPREAD,
    end_to_end: SPREAD,
    with_decoding: SPREAD,
    wall: SPREAD,
    bare: SPREAD,
    inference_ratio: 1,
    end_to_end_ratio: 1.06,
    with_decoding_ratio: 1.16,
    wall_ratio: 1.2,
  },
  batch: { pictures: 50, total_ms: 100, bare_ms: 100, pictures_per_second: 1, ratio: 1 },
};

const reached = (row: ModelRow) =>
  Object.fromEntries(judgeTargets(row).map((found) => [found.target, found.reached]));

test('a target is reached at its limit, and not beyond', () => {
  expect(reached(ROW)).toEqual({
    'end to end / bare run': true,
    'with JPEG decoding / bare run': false,
    'second visit to first detection / bare load and run': false,
    'batch of 50 / as many bare runs': true,
  });
});

test('shapes and growth are judged where they were measured', () => {
  const slope = { samples_mb: [], slope_mb_per_1000: 3, error_mb_per_1000: 1, noise_mb_per_1000: 2 };
  const growth = {
    detections: 1000,
    ...slope,
    new_pictures: { ...slope, slope_mb_per_1000: 2 },
    reading: slope,
  };
  const wide = { wide: SPREAD, square: SPREAD, ratio: 0.6 };
  expect(reached({ ...ROW, growth, wide })).toMatchObject({
    '16:9 picture / square picture': true,
    'growth in MB over 1,000 detections, same pictures': false,
    'growth in MB over 1,000 detections, new pictures': true,
  });
});

test('a figure that is missing reaches nothing', () => {
  const batch = { ...ROW.batch, ratio: NaN };
  expect(reached({ ...ROW, batch })['batch of 50 / as many bare runs']).toBe(false);
});

test('the speed of a software adapter is not judged', () => {
  expect(judgeTargets({ ...ROW, software: true })).toEqual([]);
});
