import { useEffect, useRef } from 'preact/hooks';
import styles from './Thumbnail.module.css';

/**
 * A small picture, to be there only while it is in view. Drawn on a canvas: of each image that is loaded by an object
 * URL, Chromium keeps more than a kilobyte for as long as the page is open.
 */
export function Thumbnail({ image }: { readonly image: Blob }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  useEffect(() => {
    // Without the memory for it, its place stays empty.
    if (canvas.current) draw(canvas.current, image).catch(() => undefined);
  }, [image]);
  return <canvas ref={canvas} class={styles['thumbnail']} aria-hidden="true" />;
}

async function draw(canvas: HTMLCanvasElement, image: Blob): Promise<void> {
  const bitmap = await createImageBitmap(image);
  canvas.width = bitmap.width;
  canvas.height = bitmap.height;
  canvas.getContext('bitmaprenderer')?.transferFromImageBitmap(bitmap);
}
