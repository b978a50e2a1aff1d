import type { Detection } from '../shared/types';

export interface Annotation extends Detection {
  /** Text on the box. */
  readonly label: string;
  /** CSS colour. */
  readonly color: string;
}

/** The picture at full resolution with its boxes drawn in, as PNG. */
export async function annotatePicture(file: Blob, annotations: readonly Annotation[]): Promise<Blob> {
  const bitmap = await createImageBitmap(file);
  const { width, height } = bitmap;
  const canvas = new OffscreenCanvas(width, height);
  const context = canvas.getContext('2d');
  if (!context) throw new Error('no 2d context');
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  const line = Math.max(2, Math.round(Math.max(width, height) / 500));
  // Best box last, so that it lies on top.
  for (const annotation of annotations.toReversed()) {
    drawBox(context, annotation, line);
    const [x1, y1, x2, y2] = annotation.box;
    // On a map of the globe a box over the seam goes on from the left edge.
    if (x2 > width) drawBox(context, { ...annotation, box: [x1 - width, y1, x2 - width, y2] }, line);
  }
  return canvas.convertToBlob({ type: 'image/png' });
}

function drawBox(context: OffscreenCanvasRenderingContext2D, annotation: Annotation, line: number): void {
  const [x1, y1, x2, y2] = annotation.box;
  context.fillStyle = annotation.color;
  context.globalAlpha = 0.12;
  context.fillRect(x1, y1, x2 - x1, y2 - y1);
  context.globalAlpha = 1;
  context.lineWidth = line * 2;
  context.strokeStyle = 'rgb(0 0 0 / 0.55)';
  context.strokeRect(x1, y1, x2 - x1, y2 - y1);
  context.lineWidth = line;
  context.strokeStyle = annotation.color;
  context.strokeRect(x1, y1, x2 - x1, y2 - y1);

  const size = line * 7;
  context.font = `600 ${size}px system-ui, sans-serif`;
  context.textBaseline = 'middle';
  const textWidth = context.measureText(annotation.label).width + size;
  const left = Math.max(0, Math.min(x1, context.canvas.width - textWidth));
  const top = y1 >= size * 1.5 ? y1 - size * 1.5 : y1;
  context.fillRect(left, top, textWidth, size * 1.5);
  context.fillStyle = '#10201f';
  context.fillText(annotation.label, left + size / 2, top + size * 0.78);
}
