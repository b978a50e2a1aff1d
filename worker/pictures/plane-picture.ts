import type { Size, Tile } from '../../src/shared/types';
import { chromaKernels } from './chroma-kernels';
import { checkTile, rowsAtOnce, type Picture, type TakeRows } from './picture';

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
 * A picture that is held as a JPEG's planes, less than half of its pixels' memory; rows become RGBA as they are read.
 * @param free called once nobody reads the planes any more
 * @throws RangeError where it is narrower than `MIN_WIDTH`
 */
export function planePicture(planes: JpegPlanes, free: () => void): Picture {
  const { width, height } = planes;
  if (width < MIN_WIDTH) throw new RangeError('the picture is too narrow');
  return {
    width,
    height,
    read(tile, take) {
      checkTile(tile, planes);
      const over = tile.x + tile.width - width;
      if (over <= 0) readRows(planes, tile, take);
      else {
        const joined = new Uint8Array(4 * tile.width);
        readRows(planes, { ...tile, x: 0, width }, (rows) => {
          for (let at = 0; at < rows.length; at += 4 * width) {
            joined.set(rows.subarray(at + 4 * tile.x, at + 4 * width));
            joined.set(rows.subarray(at, at + 4 * over), 4 * (width - tile.x));
            take(joined);
          }
        });
      }
      return Promise.resolve();
    },
    close: free,
  };
}

/**
 * Makes RGBA of a JPEG's planes with the arithmetic of libjpeg, bit for bit, so that the network sees the values that
 * it was trained with: chroma is enlarged with a triangle filter ("fancy upsampling", jdsample.c), and the conversion of
 * JFIF is done in 65,536ths (jdcolor.c).
 */
function readRows(
  { width, height, data, layout, subsampling }: JpegPlanes,
  tile: Tile,
  take: TakeRows,
): void {
  // Pixels from `start` to before `end`, of which the first may be one too many, and the samples of Cb and Cr for them.
  const spread = subsampling === '4:4:4' ? 1 : 2;
  const start = tile.x - (tile.x % spread);
  const end = tile.x + tile.width;
  const samples = { from: start / spread, to: Math.ceil(end / spread), count: Math.ceil(width / spread) };
  const rows = subsampling === '4:2:0' ? Math.ceil(height / 2) : height;
  // With a pixel too many each row is handed over by itself.
  const most = start === tile.x ? rowsAtOnce(tile.width) : 1;
  const kernels = chromaKernels(end - start, most, subsampling === '4:2:0' ? [8, 7] : [4, 8]);
  const rowOf = (plane: 0 | 1 | 2, row: number, from: number, to: number) => {
    const at = layout[plane].offset + row * layout[plane].stride;
    return data.subarray(at + from, at + to);
  };
  /** The samples of the tile, with one more on either side where the picture goes on. */
  const load = (channel: 0 | 1, row: number, slot: number) => {
    const from = Math.max(samples.from - 1, 0);
    const to = Math.min(samples.to + 1, samples.count);
    kernels.load(rowOf(channel === 0 ? 1 : 2, row, from, to), channel, slot, samples.from - from);
  };
  // Two rows of chroma, neighbours or the same; most rows of the picture share both with the one before.
  const loaded = [-1, -1];
  const slotOf = (row: number) => {
    const slot = row % 2;
    if (loaded[slot] !== row) {
      load(0, row, slot);
      load(1, row, slot);
      loaded[slot] = row;
    }
    return slot;
  };

  for (let y = tile.y; y < tile.y + tile.height; y++) {
    if (subsampling === '4:4:4') {
      kernels.take(rowOf(1, y, start, end), 0);
      kernels.take(rowOf(2, y, start, end), 1);
    } else if (subsampling === '4:2:2') {
      const slot = slotOf(y);
      kernels.double(slot, slot);
    } else {
      const near = y >> 1;
      const far = Math.min(Math.max(y % 2 === 0 ? near - 1 : near + 1, 0), rows - 1);
      kernels.double(slotOf(near), slotOf(far));
    }
    const index = (y - tile.y) % most;
    kernels.colour(rowOf(0, y, start, end), index);
    if (index === most - 1 || y === tile.y + tile.height - 1)
      take(kernels.rows(index + 1).subarray(4 * (tile.x - start)));
  }
}
