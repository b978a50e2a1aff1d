import type { Size, Tile } from '../../shared/types';

/** A fifth of a tile, as sliced inference is commonly run: what is smaller than that is whole in some tile. */
export const DEFAULT_TILE_OVERLAP = 0.2;

export interface TileOptions {
  /** Width and height of a tile in picture pixels. */
  readonly side: number;
  /** Least share of a tile that its neighbour sees too; 0 to 0.9. */
  readonly overlap: number;
  /** The left and the right edge meet, as on a map of the whole globe. */
  readonly wrap: boolean;
}

/**
 * Tiles that cover a picture, row by row. There are as few as the overlap allows, spread evenly: the last ones end
 * at the edge instead of being padded. A picture smaller than a tile is one tile. On a picture that wraps, a row holds
 * at least two, so that the seam lies within one of them.
 */
export function planTiles(picture: Size, { side, overlap, wrap }: TileOptions): readonly Tile[] {
  if (!(side >= 1 && overlap >= 0 && overlap <= 0.9)) throw new RangeError('no such tiles');
  const width = Math.min(Math.floor(side), picture.width);
  const height = Math.min(Math.floor(side), picture.height);
  const columns = wrap
    ? startsAround(picture.width, width, overlap)
    : startsAlong(picture.width, width, overlap);
  const rows = startsAlong(picture.height, height, overlap);
  return rows.flatMap((y) => columns.map((x) => ({ x, y, width, height })));
}

/** Starts of pieces of `piece` pixels from edge to edge. */
function startsAlong(length: number, piece: number, overlap: number): readonly number[] {
  const rest = length - piece;
  const steps = Math.ceil(rest / stepOf(piece, overlap));
  return Array.from({ length: steps + 1 }, (_, i) => (steps === 0 ? 0 : Math.round((i * rest) / steps)));
}

/** Starts of pieces of `piece` pixels all around. */
function startsAround(length: number, piece: number, overlap: number): readonly number[] {
  const count = Math.min(length, Math.max(2, Math.ceil(length / stepOf(piece, overlap))));
  return Array.from({ length: count }, (_, i) => Math.round((i * length) / count));
}

/** The most that two neighbours may lie apart; rounding apart by one pixel must not break the overlap. */
function stepOf(piece: number, overlap: number): number {
  const step = Math.floor(piece * (1 - overlap));
  return Math.max(1, step);
}
