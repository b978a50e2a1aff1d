import { describe, expect, test } from 'vitest';
import { DEFAULT_THRESHOLDS } from '../shared/settings';
import { baseName, uniqueNames } from './export-name';
import type { PictureReport } from './picture-report';
import { writeCsv } from './write-csv';
import { writeJson } from './write-json';

const REPORT: PictureReport = {
  picture: { name: 'G04_day01.jpg', width: 3600, height: 1801 },
  detections: [{ box: [1.23456, 2, 300.006, 400.5], confidence: 0.876543, classId: 0 }],
  names: ['dust_storm'],
  thresholds: DEFAULT_THRESHOLDS,
  tiles: 1,
  input: { width: 640, height: 320 },
  model: { id: 'storms', label: 'Storms', sha256: 'ab'.repeat(32) },
  timings: { decode: 1.26, letterbox: 2, inference: 300, suppression: 0.04 },
};

test('JSON holds the replaced answer and what it lacked', () => {
  expect(JSON.parse(writeJson(REPORT))).toEqual({
    version: 1,
    success: true,
    model_used: 'storms',
    detections: [{ confidence: 87.65, box: [1.23, 2, 300.01, 400.5], class_id: 0, class_name: 'dust_storm' }],
    picture: { name: 'G04_day01.jpg', width: 3600, height: 1801 },
    thresholds: { confidence: 0.2, iou: 0.45, max_detections: 50, agnostic: false },
    model: { id: 'storms', sha256: 'ab'.repeat(32), tiles: 1, input_width: 640, input_height: 320 },
    timings_ms: { decode: 1.3, letterbox: 2, inference: 300, suppression: 0 },
  });
});

describe('CSV', () => {
  test('one row a detection under a header', () => {
    expect(writeCsv([REPORT]).split('\r\n')).toEqual([
      'picture,class,class_id,confidence_percent,x1,y1,x2,y2,width,height',
      'G04_day01.jpg,dust_storm,0,87.65,1.23,2,300.01,400.5,3600,1801',
      '',
    ]);
  });

  test('quotes what would break a row, and disarms what a spreadsheet would run', () => {
    const picture = { ...REPORT.picture, name: '=HYPERLINK("x"),a.png' };
    const row = writeCsv([{ ...REPORT, picture }]).split('\r\n')[1];
    expect(row).toMatch(/^"'=HYPERLINK\(""x""\),a\.png",/);
  });
});

test('names of files', () => {
  expect(['map.day1.jpeg', 'noext', '.png'].map(baseName)).toEqual(['map.day1', 'noext', '.png']);
  expect(uniqueNames(['a', 'b', 'a', 'a'])).toEqual(['a', 'b', 'a-2', 'a-3']);
});
