import { AppError } from '../../src/shared/errors';

/** Decodes a picture to a bitmap, EXIF orientation applied. To be closed. @throws AppError `picture-damaged` */
export async function decodeBitmap(file: Blob, options: ImageBitmapOptions = {}): Promise<ImageBitmap> {
  try {
    return await createImageBitmap(file, { ...options, imageOrientation: 'from-image' });
  } catch (cause) {
    throw new AppError('picture-damaged', {}, { cause });
  }
}
