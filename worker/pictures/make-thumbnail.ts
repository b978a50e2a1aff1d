import { AppError } from '../../src/shared/errors';
import type { Thumbnail } from '../../src/shared/pictures-api';
import type { Size } from '../../src/shared/types';
import { decodeBitmap } from './decode-bitmap';
import { checkSize, pictureFormat } from './picture-format';
import { readBeginning, readBytes } from './read-beginning';

/** What stands behind a picture that can be seen through: the letterbox's grey. */
const BACKGROUND = 'rgb(114 114 114)';
const QUALITY = 0.85;

/**
 * Makes a picture small: its middle, so that it fills `box`. Colour profiles are applied, unlike for the network.
 * @param box in pixels
 * @throws AppError `file-unreadable`, `picture-empty`, `picture-unrecognised`, `picture-unsupported`, `picture-too-large`,
 * `picture-damaged`
 */
export async function makeThumbnail(file: Blob, box: Size): Promise<Thumbnail> {
  if (file.size === 0) throw new AppError('picture-empty');
  const { head, whole } = await readBeginning(file);
  const { format, seen, turned } = pictureFormat(head);
  if (seen) checkSize(seen);
  const read = async () => whole ?? readBytes(file);
  const small = !turned && seen && (await decodeSmall(read, { format, seen, box }));
  const bitmap = small || (await fill(await decodeBitmap(file), box));
  return { image: await toJpeg(bitmap), of: seen };
}

interface SmallOptions {
  readonly format: string;
  readonly seen: Size;
  readonly box: Size;
}

/**
 * Decodes a picture smaller than it is where its format allows for that: a large JPEG in a fifth of the time. Undefined
 * where the browser has no such decoder, or does not get on with the picture.
 */
async function decodeSmall(
  read: () => Promise<Uint8Array<ArrayBuffer>>,
  { format, seen, box }: SmallOptions,
): Promise<ImageBitmap | undefined> {
  if (!('ImageDecoder' in globalThis)) return undefined;
  try {
    const data = await read();
    const type = `image/${format === 'jpg' ? 'jpeg' : format}`;
    const options = { type, preferAnimation: false, ...desiredSize(seen, box) };
    const decoder = new ImageDecoder({ ...options, data, transfer: [data.buffer] });
    try {
      return await fill((await decoder.decode()).image, box);
    } finally {
      decoder.close();
    }
  } catch {
    return undefined;
  }
}

/** Twice as large as the box needs: what a decoder makes of it has so many pixels at most. */
function desiredSize({ width, height }: Size, box: Size) {
  const scale = Math.min(1, 2 / Math.min(width / box.width, height / box.height));
  return { desiredWidth: Math.ceil(width * scale), desiredHeight: Math.ceil(height * scale) };
}

/** Scales the middle of a picture and closes it. Not on a canvas: Chromium would hold on to what it scales for one. */
async function fill(image: VideoFrame | ImageBitmap, box: Size): Promise<ImageBitmap> {
  const [width, height] =
    image instanceof ImageBitmap ? [image.width, image.height] : [image.displayWidth, image.displayHeight];
  const pixels = Math.min(width / box.width, height / box.height);
  const [across, down] = [box.width * pixels, box.height * pixels];
  try {
    return await createImageBitmap(image, (width - across) / 2, (height - down) / 2, across, down, {
      resizeWidth: box.width,
      resizeHeight: box.height,
      resizeQuality: 'medium',
    });
  } finally {
    image.close();
  }
}

function toJpeg(bitmap: ImageBitmap): Promise<Blob> {
  const canvas = new OffscreenCanvas(bitmap.width, bitmap.height);
  const context = canvas.getContext('2d', { willReadFrequently: true });
  if (!context) throw new AppError('out-of-memory');
  context.fillStyle = BACKGROUND;
  context.fillRect(0, 0, canvas.width, canvas.height);
  context.drawImage(bitmap, 0, 0);
  bitmap.close();
  return canvas.convertToBlob({ type: 'image/jpeg', quality: QUALITY });
}
