import type { Size, Tile } from '../../src/shared/types';

/** Bytes of an RGBA pixel. */
const PIXEL = 4;

/**
 * Copies the pixels of a tile; a tile that runs over the right edge goes on from the left one.
 *
 * @param pixels RGBA of the whole picture, `picture.width * picture.height * 4` bytes.
 * @param target receives the tile, `tile.width * tile.height * 4` bytes; meant to be used again for the next tile.
 */
export function cropTile(
  pixels: Uint8ClampedArray,
  picture: Size,
  tile: Tile,
  target: Uint8ClampedArray,
): void {
  if (pixels.length !== picture.width * picture.height * PIXEL)
    throw new RangeError('pixels do not fit the picture');
  if (target.length !== tile.width * tile.height * PIXEL)
    throw new RangeError('target does not fit the tile');
  if (tile.width > picture.width || tile.y + tile.height > picture.height || tile.x >= picture.width)
    throw new RangeError('the tile does not lie in the picture');

  const straight = Math.min(tile.width, picture.width - tile.x);
  for (let row = 0; row < tile.height; row++) {
    const line = (tile.y + row) * picture.width;
    const out = row * tile.width * PIXEL;
    const from = (line + tile.x) * PIXEL;
    target.set(pixels.subarray(from, from + straight * PIXEL), out);
    const rest = (tile.width - straight) * PIXEL;
    if (rest > 0) target.set(pixels.subarray(line * PIXEL, line * PIXEL + rest), out + straight * PIXEL);
  }
}
