import { checkTile, rowsAtOnce, type Picture } from './picture';
import { pixelPicture } from './pixel-picture';

/** Bytes of an RGBA pixel. */
const PIXEL = 4;

/**
 * A picture that is held as the browser has decoded it, opaque RGB in some order; as pixels once a part of it is read, since
 * copying each part out of it takes longer than copying all of it once.
 *
 * @throws what the browser does where it cannot hand out RGBA
 */
export async function framePicture(frame: VideoFrame): Promise<Picture> {
  const { codedWidth: width, codedHeight: height } = frame;
  const stride = width * PIXEL;
  let pixels: Picture | undefined;

  const copyRows = (
    target: Uint8Array<ArrayBuffer> | Uint8ClampedArray<ArrayBuffer>,
    y: number,
    count: number,
  ) =>
    frame.copyTo(target, {
      rect: { x: 0, y, width, height: count },
      format: 'RGBA',
      layout: [{ offset: 0, stride }],
    });

  async function copyAll(): Promise<Picture> {
    const all = new Uint8ClampedArray(height * stride);
    await copyRows(all, 0, height);
    frame.close();
    return pixelPicture({ width, height }, all);
  }

  // What a browser does not do is found out in time for another way.
  await copyRows(new Uint8Array(stride), 0, 1);
  return {
    width,
    height,
    async read(tile, take) {
      checkTile(tile, { width, height });
      const isWhole = tile.x === 0 && tile.width === width && tile.height === height;
      if (!isWhole) pixels ??= await copyAll();
      if (pixels) {
        await pixels.read(tile, take);
        return;
      }
      const most = Math.min(rowsAtOnce(width), height);
      const band = new Uint8Array(most * stride);
      for (let y = 0; y < height; y += most) {
        const count = Math.min(most, height - y);
        await copyRows(band, y, count);
        take(band.subarray(0, count * stride));
      }
    },
    close() {
      pixels?.close();
      frame.close();
    },
  };
}
