import type { Box, Detection, Size, Tile } from '../../shared/types';

/** What the network found in one tile; boxes in pixels of the tile. The whole picture is a tile too. */
export interface TilePass {
  readonly tile: Tile;
  readonly detections: readonly Detection[];
}

/** A picture and whether its left and right edge meet. */
export interface Surface {
  readonly picture: Size;
  readonly wrap: boolean;
}

/** A detection in picture pixels with the pass it comes from. On a surface that wraps, x may exceed the width. */
export interface View {
  readonly box: Box;
  readonly confidence: number;
  readonly classId: number;
  readonly pass: number;
  /** What the pass saw, in the same turn as the box. */
  readonly seen: Box;
  /** The box ends at a border of its tile that is not an edge of the picture: there may be more beyond. */
  readonly cut: boolean;
  /** The box ends at the left or the right border of a tile that goes all around: it meets itself at the seam. */
  readonly atSeam: boolean;
}

/**
 * Share of a tile's side within which a box counts as ending at its border: one and a half per cent, ten pixels of
 * a network's input of 640, about one cell of its finest grid.
 */
const BORDER = 0.015;

/** Takes the detections of one pass to picture pixels. */
export function viewsOf({ tile, detections }: TilePass, pass: number, { picture, wrap }: Surface): View[] {
  const seen: Box = [tile.x, tile.y, tile.x + tile.width, tile.y + tile.height];
  const near = { x: BORDER * tile.width, y: BORDER * tile.height };
  const around = wrap && tile.width >= picture.width;
  return detections.map(({ box, confidence, classId }) => {
    const left = (wrap || tile.x > 0) && box[0] <= near.x;
    const right = (wrap || seen[2] < picture.width) && box[2] >= tile.width - near.x;
    const top = tile.y > 0 && box[1] <= near.y;
    const bottom = seen[3] < picture.height && box[3] >= tile.height - near.y;
    return {
      box: [box[0] + tile.x, box[1] + tile.y, box[2] + tile.x, box[3] + tile.y],
      confidence,
      classId,
      pass,
      seen,
      cut: left || right || top || bottom,
      atSeam: around && left !== right,
    };
  });
}
