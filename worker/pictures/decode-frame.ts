import type { Size } from '../../src/shared/types';
import type { Picture } from './picture';
import { MIN_WIDTH, planesToRgba, type Subsampling } from './planes-to-rgba';
import type { SpareBytes } from './spare-bytes';

const SUBSAMPLINGS: Partial<Record<string, Subsampling>> = { I420: '4:2:0', I422: '4:2:2', I444: '4:4:4' };

/** Kept from picture to picture. */
export interface FrameBuffers {
  readonly pixels: SpareBytes;
  /** What the browser's decoder hands out. */
  readonly planes: SpareBytes;
}

/**
 * Decodes a picture that needs no turning with the browser's `ImageDecoder`, which spares it the way through a bitmap
 * and a canvas: to the same pixels, in a half to two thirds of the time.
 *
 * @param bytes of the whole file; gone afterwards
 * @param type MIME type
 * @param size as the file says
 * @returns undefined where the browser has no such decoder, cannot decode the picture or turns it, or hands out
 * anything but opaque RGB or the planes of a JPEG
 */
export async function decodeFrame(
  bytes: Uint8Array<ArrayBuffer>,
  type: string,
  size: Size,
  buffers: FrameBuffers,
): Promise<Picture | undefined> {
  if (!('ImageDecoder' in globalThis)) return undefined;
  try {
    const frame = await firstFrame(bytes, type);
    try {
      return await readFrame(frame, size, buffers);
    } finally {
      frame.close();
    }
  } catch {
    return undefined;
  }
}

async function firstFrame(data: Uint8Array<ArrayBuffer>, type: string): Promise<VideoFrame> {
  const options = { colorSpaceConversion: 'none', preferAnimation: false } as const;
  const decoder = new ImageDecoder({ ...options, data, type, transfer: [data.buffer] });
  try {
    return (await decoder.decode()).image;
  } finally {
    decoder.close();
  }
}

async function readFrame(
  frame: VideoFrame & { readonly rotation?: number; readonly flip?: boolean },
  { width, height }: Size,
  buffers: FrameBuffers,
): Promise<Picture | undefined> {
  if (frame.codedWidth !== width || frame.codedHeight !== height) return undefined;
  if (frame.rotation || frame.flip) return undefined;
  if (frame.format === 'BGRX' || frame.format === 'RGBX') {
    const pixels = buffers.pixels.take(4 * width * height);
    await frame.copyTo(pixels, { format: 'RGBA', layout: [{ offset: 0, stride: 4 * width }] });
    return { width, height, pixels };
  }
  const subsampling = SUBSAMPLINGS[frame.format ?? ''];
  const { matrix, fullRange } = frame.colorSpace;
  if (!subsampling || matrix !== 'smpte170m' || !fullRange || width < MIN_WIDTH) return undefined;
  const data = buffers.planes.take(frame.allocationSize());
  const [luma, blue, red] = await frame.copyTo(data);
  if (!luma || !blue || !red) return undefined;
  const pixels = buffers.pixels.take(4 * width * height);
  planesToRgba({ width, height, data, layout: [luma, blue, red], subsampling }, pixels);
  buffers.planes.give(data);
  return { width, height, pixels };
}
