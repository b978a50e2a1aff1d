import { imageSize } from 'image-size';
import { AppError } from '../../src/shared/errors';
import type { Size } from '../../src/shared/types';

/** Formats that browsers decode. `avif` shares its container with HEIC; image-size names both by their brand. */
const DECODABLE = new Set(['jpg', 'png', 'webp', 'avif', 'gif', 'bmp']);

/**
 * Pixels a picture may have: four bytes each, twice over while it is being read, must fit a browser's memory.
 * A 14,400 x 7,200 map still passes.
 */
export const MAX_PIXELS = 120_000_000;

/** Sides beyond this cannot be drawn to a canvas in current browsers. */
export const MAX_SIDE = 32_767;

/** Bytes from the start of a file that hold its size, thumbnails and colour profiles before it included. */
export const HEAD_BYTES = 512 * 1024;

/** Where a PNG's header tells its colour type, and the bit of it that stands for an alpha channel (ISO/IEC 15948). */
const PNG_COLOUR_TYPE = 25;
const PNG_ALPHA = 4;

/** EXIF orientations: as stored, and the first of those that are turned by a quarter. */
const UPRIGHT = 1;
const FIRST_ON_ITS_SIDE = 5;

export interface PictureFormat {
  /** Lower-case short name, e.g. `jpg`. */
  readonly format: string;
  /** As stored, before EXIF orientation; undefined where the head does not reach to it. */
  readonly size: Size | undefined;
  /** As it is seen. */
  readonly seen: Size | undefined;
  /** Whether EXIF says that it is stored turned or mirrored. */
  readonly turned: boolean;
  /** Whether it is a PNG with an alpha channel, opaque as that may be. */
  readonly hasAlpha: boolean;
}

/**
 * Recognises a picture by its first bytes, whatever its name says.
 * @throws AppError `picture-unrecognised`, `picture-unsupported`
 */
export function pictureFormat(head: Uint8Array): PictureFormat {
  let found;
  try {
    found = imageSize(head);
  } catch {
    // A JPEG whose size lies beyond the head is still a JPEG.
    if (head[0] === 0xff && head[1] === 0xd8 && head[2] === 0xff)
      return { format: 'jpg', size: undefined, seen: undefined, turned: false, hasAlpha: false };
    if (isHeic(head)) throw new AppError('picture-unsupported', { format: 'HEIC' });
    throw new AppError('picture-unrecognised');
  }
  const format = found.type ?? '';
  if (!DECODABLE.has(format)) throw new AppError('picture-unsupported', { format: format.toUpperCase() });
  const { width, height, orientation = UPRIGHT } = found;
  const size = { width, height };
  const seen = orientation < FIRST_ON_ITS_SIDE ? size : { width: height, height: width };
  const hasAlpha = format === 'png' && ((head[PNG_COLOUR_TYPE] ?? 0) & PNG_ALPHA) !== 0;
  return { format, size, seen, turned: orientation !== UPRIGHT, hasAlpha };
}

/** Whether a file calls itself HEIC or HEIF (ISO/IEC 23008-12) though its size is not to be found at its head. */
function isHeic(head: Uint8Array): boolean {
  return /^ftyp(hei[cxms]|hev[cxms]|mif1|msf1)/.test(String.fromCharCode(...head.subarray(4, 12)));
}

/** @throws AppError `picture-too-large` */
export function checkSize({ width, height }: Size): void {
  if (width * height > MAX_PIXELS || Math.max(width, height) > MAX_SIDE) {
    throw new AppError('picture-too-large', { width, height });
  }
}
