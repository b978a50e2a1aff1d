import sharp, { type Sharp } from 'sharp';
import { describe, expect, test } from 'vitest';
import { isTruncated } from './is-truncated';
import { checkSize, pictureFormat } from './picture-format';

const plain = sharp({ create: { width: 40, height: 30, channels: 3, background: '#a52' } });
const text = (value: string) => new TextEncoder().encode(value);

describe('pictureFormat', () => {
  test.each(['jpeg', 'png', 'webp', 'avif', 'gif'] as const)('knows %s and its size', async (format) => {
    const found = pictureFormat(await plain.clone().toFormat(format).toBuffer());
    expect(found.size).toEqual({ width: 40, height: 30 });
  });

  test('tells what is stored turned, and a PNG with an alpha channel', async () => {
    const told = async (picture: Sharp) => {
      const { turned, hasAlpha } = pictureFormat(await picture.toBuffer());
      return { turned, hasAlpha };
    };
    const upright = { turned: false, hasAlpha: false };
    expect(await told(plain.clone().jpeg())).toEqual(upright);
    expect(await told(plain.clone().withMetadata({ orientation: 1 }).jpeg())).toEqual(upright);
    expect(await told(plain.clone().png())).toEqual(upright);
    expect(await told(plain.clone().withMetadata({ orientation: 6 }).jpeg())).toMatchObject({ turned: true });
    expect(await told(plain.clone().ensureAlpha().png())).toMatchObject({ hasAlpha: true });
  });

  test.each([
    [1, { width: 40, height: 30 }],
    [3, { width: 40, height: 30 }],
    [6, { width: 30, height: 40 }],
  ])('tells the size as it is seen with EXIF orientation %i', async (orientation, seen) => {
    const found = pictureFormat(await plain.clone().withMetadata({ orientation }).jpeg().toBuffer());
    expect(found).toMatchObject({ size: { width: 40, height: 30 }, seen });
  });

  test('goes by the content, not by the name', () => {
    expect(() => pictureFormat(text('sol,storms\n1,2\n'))).toThrow('picture-unrecognised');
  });

  test.each([
    ['SVG', () => text('<svg xmlns="http://www.w3.org/2000/svg" width="9" height="9"/>')],
    ['TIFF', () => plain.clone().tiff().toBuffer()],
  ])('refuses %s by name', async (format, make) => {
    const bytes = await make();
    expect(() => pictureFormat(bytes)).toThrow(
      expect.objectContaining({ code: 'picture-unsupported', data: { format } }) as Error,
    );
  });
});

test.each([
  [20_000, 20_000],
  [40_000, 1],
])('%i x %i is too large', (width, height) => {
  expect(() => checkSize({ width, height })).toThrow('picture-too-large');
});

test('the largest daily maps are not too large', () => {
  expect(() => checkSize({ width: 14_400, height: 7200 })).not.toThrow();
});

test.each(['jpeg', 'png'] as const)('tells half a %s from a whole one', async (format) => {
  const bytes = await plain.clone().toFormat(format).toBuffer();
  const name = format === 'jpeg' ? 'jpg' : format;
  const truncated = (part: Uint8Array) => isTruncated(name, part, part, part.length);
  expect(truncated(bytes)).toBe(false);
  expect(truncated(bytes.subarray(0, bytes.length / 2))).toBe(true);
  expect(truncated(bytes.subarray(0, -3))).toBe(format === 'jpeg');
});

test('the end of a thumbnail is not the end of its JPEG', async () => {
  const [bytes, thumbnail] = await Promise.all([
    plain.clone().jpeg().toBuffer(),
    plain.clone().resize(16).jpeg().toBuffer(),
  ]);
  // As cameras have it, in a segment of its own (APP1) before the picture.
  const segment = Buffer.concat([Buffer.from([0xff, 0xe1, 0, 0]), thumbnail]);
  segment.writeUInt16BE(2 + thumbnail.length, 2);
  const whole = Buffer.concat([bytes.subarray(0, 2), segment, bytes.subarray(2)]);
  const truncated = (part: Uint8Array, tail = part) => isTruncated('jpg', part, tail, part.length);
  expect(truncated(whole)).toBe(false);
  expect(truncated(whole.subarray(0, -3))).toBe(true);
  expect(truncated(whole, whole.subarray(-40))).toBe(false);
});
