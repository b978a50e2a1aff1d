import type { Size } from '../../src/shared/types';
import { releaseBuffer } from '../bytes/release-buffer';
import { checkTile, rowsAtOnce, type Picture } from './picture';

/** Bytes of an RGBA pixel. */
const PIXEL = 4;

/**
 * A picture that is held as pixels.
 * @param pixels RGBA, `width * height * 4` bytes with a buffer of their own, which is gone once it is closed
 */
export function pixelPicture({ width, height }: Size, pixels: Uint8ClampedArray<ArrayBuffer>): Picture {
  if (pixels.length !== width * height * PIXEL) throw new RangeError('pixels do not fit the picture');
  const copy = (y: number, [from, to]: readonly [number, number], band: Uint8ClampedArray, at: number) => {
    const line = y * width;
    band.set(pixels.subarray((line + from) * PIXEL, (line + to) * PIXEL), at);
  };
  return {
    width,
    height,
    read(tile, take) {
      checkTile(tile, { width, height });
      if (tile.x === 0 && tile.width === width) {
        take(pixels.subarray(tile.y * width * PIXEL, (tile.y + tile.height) * width * PIXEL));
        return Promise.resolve();
      }
      const stride = tile.width * PIXEL;
      const straight = Math.min(tile.width, width - tile.x);
      const most = Math.min(rowsAtOnce(tile.width), tile.height);
      const band = new Uint8ClampedArray(most * stride);
      for (let done = 0; done < tile.height; done += most) {
        const count = Math.min(most, tile.height - done);
        for (let i = 0; i < count; i++) {
          const y = tile.y + done + i;
          copy(y, [tile.x, tile.x + straight], band, i * stride);
          copy(y, [0, tile.width - straight], band, i * stride + straight * PIXEL);
        }
        take(band.subarray(0, count * stride));
      }
      return Promise.resolve();
    },
    close: () => releaseBuffer(pixels.buffer),
  };
}
