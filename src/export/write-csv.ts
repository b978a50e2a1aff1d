import { csvText } from './csv-text';
import { className, round, type PictureReport } from './picture-report';

const COLUMNS = [
  'picture',
  'class',
  'class_id',
  'confidence_percent',
  'x1',
  'y1',
  'x2',
  'y2',
  'width',
  'height',
];

/**
 * One row a detection, of any number of pictures, with a header row. Boxes are in pixels of the original
 * picture, whose width and height come last.
 */
export function writeCsv(reports: readonly PictureReport[]): string {
  const rows = reports.flatMap(({ picture, names, detections }) =>
    detections.map(({ box, confidence, classId }) => [
      picture.name,
      className(names, classId),
      classId,
      round(confidence * 100, 2),
      ...box.map((side) => round(side, 2)),
      picture.width,
      picture.height,
    ]),
  );
  return csvText([COLUMNS, ...rows]);
}
