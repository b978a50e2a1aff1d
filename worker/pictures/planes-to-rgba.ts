import type { Size } from '../../src/shared/types';
import { chromaKernels } from './chroma-kernels';

/** Where a plane lies in the bytes that hold all three, and from row to row of it. */
export interface PlaneLayout {
  readonly offset: number;
  readonly stride: number;
}

/** Pixels that a sample of Cb or Cr stands for: all JPEGs are one of these, but for a few rarities. */
export type Subsampling = '4:2:0' | '4:2:2' | '4:4:4';

/** A JPEG decoded to Y, Cb and Cr in their full range, a byte a sample, and neither enlarged nor made RGB yet. */
export interface JpegPlanes extends Size {
  readonly data: Uint8ClampedArray;
  readonly layout: readonly [PlaneLayout, PlaneLayout, PlaneLayout];
  readonly subsampling: Subsampling;
}

/** Narrower pictures are enlarged by libjpeg in another way. */
export const MIN_WIDTH = 8;

/**
 * Makes RGBA of a JPEG's planes with the arithmetic of libjpeg, bit for bit, so that the network sees the values that
 * it was trained with: chroma is enlarged with a triangle filter ("fancy upsampling", jdsample.c), and the conversion of
 * JFIF is done in 65,536ths (jdcolor.c).
 *
 * @param planes of a picture at least `MIN_WIDTH` pixels wide
 * @param rgba receives the result, opaque: `width * height * 4` bytes
 */
export function planesToRgba(planes: JpegPlanes, rgba: Uint8ClampedArray): void {
  const { width, height, data, layout, subsampling } = planes;
  if (width < MIN_WIDTH) throw new RangeError('the picture is too narrow');
  if (rgba.length !== 4 * width * height) throw new RangeError('the result does not fit the picture');
  const samples = subsampling === '4:4:4' ? width : Math.ceil(width / 2);
  const rows = subsampling === '4:2:0' ? Math.ceil(height / 2) : height;
  const kernels = chromaKernels(width, samples, subsampling === '4:2:0' ? [8, 7] : [4, 8]);
  const rowOf = (plane: 0 | 1 | 2, row: number, length: number) => {
    const start = layout[plane].offset + row * layout[plane].stride;
    return data.subarray(start, start + length);
  };
  // Two rows of chroma, neighbours or the same; most rows of the picture share both with the one before.
  const loaded = [-1, -1];
  const slotOf = (row: number) => {
    const slot = row % 2;
    if (loaded[slot] !== row) {
      kernels.load(rowOf(1, row, samples), 0, slot);
      kernels.load(rowOf(2, row, samples), 1, slot);
      loaded[slot] = row;
    }
    return slot;
  };

  for (let y = 0; y < height; y++) {
    if (subsampling === '4:4:4') {
      kernels.take(rowOf(1, y, width), 0);
      kernels.take(rowOf(2, y, width), 1);
    } else if (subsampling === '4:2:2') {
      const slot = slotOf(y);
      kernels.double(slot, slot);
    } else {
      const near = y >> 1;
      const far = Math.min(Math.max(y % 2 === 0 ? near - 1 : near + 1, 0), rows - 1);
      kernels.double(slotOf(near), slotOf(far));
    }
    rgba.set(kernels.colour(rowOf(0, y, width)), 4 * width * y);
  }
}
