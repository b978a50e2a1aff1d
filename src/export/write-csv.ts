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
 * One row a detection, of any number of pictures, with a header row (RFC 4180). Boxes are in pixels of the original
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
  return [COLUMNS, ...rows].map((row) => `${row.map(field).join(',')}\r\n`).join('');
}

function field(value: string | number): string {
  if (typeof value === 'number') return String(value);
  // A spreadsheet would run a text that begins like a formula; names of files and classes are not ours.
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
