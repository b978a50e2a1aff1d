import type { Size, Tile } from '../../src/shared/types';

/** Takes rows of RGBA, which are its own only until it returns. */
export type TakeRows = (rows: Uint8Array | Uint8ClampedArray) => void;

/** A decoded picture, as it is seen: EXIF orientation applied. */
export interface Picture extends Size {
  /**
   * Hands over all rows of a tile from top to bottom, some at a time: RGBA, `tile.width` pixels each. A tile that runs over
   * the right edge goes on from the left one. One reading at a time.
   */
  read(tile: Tile, take: TakeRows): Promise<void>;
  /** Frees it. */
  close(): void;
}

/** Bytes of RGBA that are handed over at a time, at most: few enough to stay in a fast memory. */
const BAND = 128 * 1024;

/** How many rows of so many pixels are to be handed over at a time. */
export function rowsAtOnce(width: number): number {
  return Math.max(1, Math.floor(BAND / (4 * width)));
}

/** @throws RangeError where a tile does not lie in a picture */
export function checkTile({ x, y, width, height }: Tile, picture: Size): void {
  if (width > picture.width || y + height > picture.height || x >= picture.width)
    throw new RangeError('the tile does not lie in the picture');
}
