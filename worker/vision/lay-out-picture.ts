import type { InputOptions } from '../../src/shared/pictures-api';
import type { Placement, Size } from '../../src/shared/types';
import { roundHalfEven } from './round-half-even';

/** Where the scaled picture lies in the network's input: `resized` pixels at `left`, `top`, grey around it. */
export interface LetterboxLayout {
  readonly picture: Size;
  readonly resized: Size;
  readonly input: Size;
  readonly left: number;
  readonly top: number;
}

/**
 * Lays a picture out in the network's input, keeping its aspect ratio.
 * Reproduces the behaviour of Ultralytics' letterbox: sides rounded half to even, the padding of the smallest
 * rectangle taken modulo the stride, and the odd pixel put to the right and the bottom.
 */
export function layOutPicture(picture: Size, { target, rect, stride }: InputOptions): LetterboxLayout {
  const ratio = Math.min(target.height / picture.height, target.width / picture.width);
  // A very long picture may round to nothing; one pixel is the least that can be resized.
  const resized = {
    width: Math.max(1, roundHalfEven(picture.width * ratio)),
    height: Math.max(1, roundHalfEven(picture.height * ratio)),
  };
  const spareX = target.width - resized.width;
  const spareY = target.height - resized.height;
  const halfX = (rect ? spareX % stride : spareX) / 2;
  const halfY = (rect ? spareY % stride : spareY) / 2;
  const left = roundHalfEven(halfX - 0.1);
  const top = roundHalfEven(halfY - 0.1);
  const input = {
    width: resized.width + left + roundHalfEven(halfX + 0.1),
    height: resized.height + top + roundHalfEven(halfY + 0.1),
  };
  return { picture, resized, input, left, top };
}

/**
 * How boxes come back from the input to the picture. Ultralytics derives this anew from the two sizes instead of
 * using the layout, and so do we, since the results differ by fractions of a pixel.
 */
export function placementOf({ picture, input }: LetterboxLayout): Placement {
  const gain = Math.min(input.height / picture.height, input.width / picture.width);
  return {
    picture,
    input,
    gain,
    left: roundHalfEven((input.width - picture.width * gain) / 2 - 0.1),
    top: roundHalfEven((input.height - picture.height * gain) / 2 - 0.1),
  };
}
