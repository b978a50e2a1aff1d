import path from 'node:path';
import sharp from 'sharp';
import type { PictureFile } from './app-page';
import { file } from './pictures';

/** A map turned eastward by `columns` pixels, without loss: what leaves it on the right comes back on the left. */
export async function rollMap(map: string, columns: number): Promise<PictureFile> {
  const { data, info } = await sharp(map).removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const { width, height, channels } = info;
  const rolled = Buffer.alloc(data.length);
  const shift = (((Math.round(columns) % width) + width) % width) * channels;
  const stride = width * channels;
  for (let y = 0; y < height; y++) {
    const row = data.subarray(y * stride, (y + 1) * stride);
    row.copy(rolled, y * stride + shift, 0, stride - shift);
    row.copy(rolled, y * stride, stride - shift);
  }
  const png = sharp(rolled, { raw: { width, height, channels } }).png({ compressionLevel: 1 });
  return file(`rolled-${path.parse(map).name}.png`, await png.toBuffer(), 'image/png');
}
