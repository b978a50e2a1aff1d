import sharp from 'sharp';
import { storms } from './pictures';

const SIZE = { width: 1000, height: 500 };
/** Pixels that everything moves to the east from sol to sol. */
const DRIFT = 8;

/** The picture with two storms as a map `sols` later: all of it has moved on to the east, around the planet. */
export async function solMap(sols: number): Promise<Buffer> {
  const { width, height } = SIZE;
  const still = await storms().resize(width, height).png().toBuffer();
  if (sols === 0) return still;
  const shift = sols * DRIFT;
  const part = (left: number, wide: number) =>
    sharp(still).extract({ left, top: 0, width: wide, height }).png().toBuffer();
  const [east, west] = await Promise.all([part(width - shift, shift), part(0, width - shift)]);
  return sharp(still)
    .composite([
      { input: east, left: 0, top: 0 },
      { input: west, left: shift, top: 0 },
    ])
    .png()
    .toBuffer();
}
