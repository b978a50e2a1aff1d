import type { Size } from '../../src/shared/types';
import { checkTile, rowsAtOnce, type Picture } from './picture';

/** Bytes of an RGBA pixel. */
const PIXEL = 4;

/**
 * A picture that is held as pixels.
 * @param pixels RGBA, `width * height * 4` bytes
 */
export function pixelPicture({ width, height }: Size, pixels: Uint8ClampedArray): Picture {
  let held = pixels;
  if (held.length !== width * height * PIXEL) throw new RangeError('pixels do not fit the picture');
  const copy = (y: number, [from, to]: readonly [number, number], band: Uint8ClampedArray, at: number) => {
    const line = y * width;
    band.set(held.subarray((line + from) * PIXEL, (line + to) * PIXEL), at);
  };
  return {
    width,
    height,
    read(tile, take) {
      checkTile(tile, { width, height });
      if (tile.x === 0 && tile.width === width) {
        take(held.subarray(tile.y * width * PIXEL, (tile.y + tile.height) * width * PIXEL));
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
    close() {
      held = new Uint8ClampedArray();
    },
  };
}
