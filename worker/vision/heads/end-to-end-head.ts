import type { Head, Proposals, RawOutput } from './head';

const FIELDS = 6;

/**
 * `[1, N, 6]`, one row a detection: x1, y1, x2, y2 in input pixels, confidence, class id.
 * The output of end-to-end networks (YOLOv10, YOLO26), which need no suppression.
 */
export const endToEndHead: Head = {
  id: 'end-to-end',
  suppressed: true,
  // The class count is not in the shape.
  classCount: (shape) => (shape.length === 3 && shape[2] === FIELDS ? 0 : undefined),
  read: readEndToEnd,
};

function readEndToEnd({ data, shape }: RawOutput, floor: number): Proposals {
  const count = shape[1] ?? 0;
  const rows: number[] = [];
  for (let i = 0; i < count; i++) if ((data[i * FIELDS + 4] ?? 0) > floor) rows.push(i);
  const boxes = new Float32Array(rows.length * 4);
  const scores = new Float32Array(rows.length);
  const classIds = new Uint16Array(rows.length);
  rows.forEach((row, k) => {
    const start = row * FIELDS;
    boxes.set(data.subarray(start, start + 4), 4 * k);
    scores[k] = data[start + 4] ?? 0;
    classIds[k] = data[start + 5] ?? 0;
  });
  return { boxes, scores, classIds };
}
