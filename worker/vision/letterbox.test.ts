import sharp from 'sharp';
import { describe, expect, test } from 'vitest';
import { fixture, readFixtureJson } from '../../.config/fixtures';
import { layOutPicture } from './lay-out-picture';
import { letterbox } from './letterbox';

interface GoldenLetterbox {
  readonly image: string;
  readonly letterbox: 'rect' | 'square';
  readonly file: string;
  readonly width: number;
  readonly height: number;
}

const cases = readFixtureJson('golden/letterbox.json') as readonly GoldenLetterbox[];

async function rgba(path: string) {
  const { data, info } = await sharp(path, { ignoreIcc: true })
    .ensureAlpha()
    .raw()
    .toBuffer({ resolveWithObject: true });
  return { pixels: new Uint8ClampedArray(data), width: info.width, height: info.height };
}

describe('letterbox equals OpenCV', () => {
  test.each(cases)('$image $letterbox', async ({ image, letterbox: kind, file, width, height }) => {
    const source = await rgba(fixture(`images/${image}`));
    const layout = layOutPicture(
      { width: source.width, height: source.height },
      { target: { width: 640, height: 640 }, rect: kind === 'rect', stride: 32 },
    );
    expect(layout.input).toEqual({ width, height });

    const plane = width * height;
    // As a tensor that is used again: nothing of what it held may stay.
    const tensor = new Uint8Array(3 * plane).fill(7);
    const take = letterbox(layout, tensor);
    // In pieces of growing height, as nothing is said of that.
    const rowLength = 4 * source.width;
    for (let at = 0, rows = 1; at < source.pixels.length; at += rows++ * rowLength)
      take(source.pixels.subarray(at, at + rows * rowLength));

    const golden = await rgba(fixture(`golden/${file}`));
    let worst = 0;
    let sum = 0;
    for (let i = 0; i < plane; i++) {
      for (let channel = 0; channel < 3; channel++) {
        const level = tensor[channel * plane + i] ?? NaN;
        const difference = Math.abs(level - (golden.pixels[4 * i + channel] ?? NaN));
        worst = Math.max(worst, difference);
        sum += difference;
      }
    }
    // The decoders of JPEG pictures differ by a level or two; PNG pixels are the same everywhere.
    const limits = image.endsWith('.jpg') ? { worst: 3, mean: 0.5 } : { worst: 1, mean: 0.02 };
    console.log(`${image} ${kind}: worst ${worst.toFixed(3)}, mean ${(sum / plane / 3).toFixed(5)} levels`);
    expect(worst).toBeLessThanOrEqual(limits.worst);
    expect(sum / plane / 3).toBeLessThanOrEqual(limits.mean);
  });
});
