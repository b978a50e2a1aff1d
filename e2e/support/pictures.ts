import { readFileSync } from 'node:fs';
import path from 'node:path';
import { crc32, deflateSync } from 'node:zlib';
import sharp, { type Sharp } from 'sharp';
import type { PictureFile } from './app-page';
import { DIST } from './static-server';

/** The site's own picture with two storms, 1280 x 640. */
export const TWO_STORMS = path.join(DIST, 'samples/sample-two-storms.jpg');

export function file(
  name: string,
  content: Uint8Array | string,
  mimeType = 'application/octet-stream',
): PictureFile {
  return { name, mimeType, buffer: Buffer.from(content) };
}

/** A picture as sharp writes it; the name's ending says how. */
export async function picture(name: string, image: Sharp): Promise<PictureFile> {
  const format = path.extname(name).slice(1).replace('jpg', 'jpeg');
  return file(name, await image.toBuffer(), `image/${format}`);
}

export function storms(): Sharp {
  return sharp(readFileSync(TWO_STORMS));
}

/** A picture of one colour; a PNG unless said otherwise. */
export function plain(width: number, height: number): Sharp {
  return sharp({ create: { width, height, channels: 3, background: '#b5651d' } }).png();
}

/** A red picture with a blue square at its left, which `colourModel` finds; the n-th is a little different. */
export function bluePicture(n: number): Promise<PictureFile> {
  const square = { create: { width: 24 + n, height: 24, channels: 3 as const, background: '#2040e0' } };
  const ground = sharp({ create: { width: 128, height: 128, channels: 3, background: '#a05030' } });
  return picture(`blue-${n}.png`, ground.composite([{ input: square, left: 16, top: 40 }]).png());
}

/** A map whose colours say where one is: red grows to the right, green downwards, both from 0 to 255. */
export function gradient(width: number, height: number): Sharp {
  const pixels = Buffer.alloc(width * height * 3, 128);
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const at = (y * width + x) * 3;
      pixels[at] = Math.round((255 * x) / (width - 1));
      pixels[at + 1] = Math.round((255 * y) / (height - 1));
    }
  }
  return sharp(pixels, { raw: { width, height, channels: 3 } }).png({ compressionLevel: 1 });
}

/** 24 bits a pixel, rows from the bottom up, as the format's oldest and commonest kind has it. */
export async function bmp(name: string, image: Sharp): Promise<PictureFile> {
  const { data, info } = await image.removeAlpha().raw().toBuffer({ resolveWithObject: true });
  const stride = Math.ceil((info.width * 3) / 4) * 4;
  const bytes = Buffer.alloc(54 + stride * info.height);
  bytes.write('BM');
  bytes.writeUInt32LE(bytes.length, 2);
  bytes.writeUInt32LE(54, 10);
  bytes.writeUInt32LE(40, 14);
  bytes.writeInt32LE(info.width, 18);
  bytes.writeInt32LE(info.height, 22);
  bytes.writeUInt16LE(1, 26);
  bytes.writeUInt16LE(24, 28);
  for (let y = 0; y < info.height; y++) {
    for (let x = 0; x < info.width; x++) {
      const from = (y * info.width + x) * 3;
      const to = 54 + (info.height - 1 - y) * stride + x * 3;
      for (let channel = 0; channel < 3; channel++) bytes[to + channel] = data[from + 2 - channel] ?? 0;
    }
  }
  return file(name, bytes, 'image/bmp');
}

/** A valid black PNG of any size, one bit a pixel: a small file that claims much memory. */
export function hugePng(name: string, width: number, height: number): PictureFile {
  const header = Buffer.alloc(13);
  header.writeUInt32BE(width, 0);
  header.writeUInt32BE(height, 4);
  header[8] = 1;
  const rows = deflateSync(Buffer.alloc(height * (1 + Math.ceil(width / 8))));
  const signature = Buffer.from([0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a]);
  return file(
    name,
    Buffer.concat([signature, chunk('IHDR', header), chunk('IDAT', rows), chunk('IEND', Buffer.alloc(0))]),
    'image/png',
  );
}

function chunk(type: string, data: Buffer): Buffer {
  const body = Buffer.concat([Buffer.from(type), data]);
  const bytes = Buffer.alloc(body.length + 8);
  bytes.writeUInt32BE(data.length, 0);
  body.copy(bytes, 4);
  bytes.writeUInt32BE(crc32(body), body.length + 4);
  return bytes;
}
