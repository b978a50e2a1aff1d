import { AppError } from '../../src/shared/errors';
import { decodeBitmap } from './decode-bitmap';
import { decodeFrame } from './decode-frame';
import { isTruncated, TAIL_BYTES } from './is-truncated';
import type { Picture } from './picture';
import { checkSize, pictureFormat } from './picture-format';
import { pixelPicture } from './pixel-picture';
import { readBytes, type Beginning } from './read-beginning';
import type { SpareBytes } from './spare-bytes';

/** Formats that are decoded without a canvas. Others hand out other colours than a canvas, or were not looked into. */
const FRAME_TYPES: Partial<Record<string, string>> = { jpg: 'image/jpeg', png: 'image/png' };

/**
 * Decodes a picture. Colour profiles are not applied, as OpenCV does not, so that the network sees the
 * values it was trained with.
 * @param start what was read of it; what there is of the whole is gone afterwards
 * @param spare for planes of JPEGs
 * @throws AppError `file-unreadable`, `picture-empty`, `picture-unrecognised`, `picture-unsupported`, `picture-too-large`,
 * `picture-damaged`
 */
export async function decodePicture(
  file: Blob,
  { head, whole }: Beginning,
  spare: SpareBytes,
): Promise<Picture> {
  if (file.size === 0) throw new AppError('picture-empty');
  const { format, size, turned, hasAlpha } = pictureFormat(head);
  if (size) checkSize(size);
  const tail = whole?.subarray(-TAIL_BYTES) ?? (await readBytes(file.slice(-TAIL_BYTES)));
  if (isTruncated(format, head, tail, file.size)) throw new AppError('picture-damaged');

  const type = FRAME_TYPES[format];
  const decoded =
    type &&
    size &&
    !turned &&
    !hasAlpha &&
    (await decodeFrame(whole ?? (await readBytes(file)), type, size, spare));
  return decoded || throughBitmap(file);
}

async function throughBitmap(file: Blob): Promise<Picture> {
  const bitmap = await decodeBitmap(file, { colorSpaceConversion: 'none', premultiplyAlpha: 'none' });
  try {
    checkSize(bitmap);
    return readPixels(bitmap);
  } finally {
    bitmap.close();
  }
}

function readPixels(bitmap: ImageBitmap): Picture {
  const { width, height } = bitmap;
  const context = new OffscreenCanvas(width, height).getContext('2d', { willReadFrequently: true });
  if (!context) throw new AppError('picture-too-large', { width, height });
  context.drawImage(bitmap, 0, 0);
  return pixelPicture(bitmap, context.getImageData(0, 0, width, height).data);
}
