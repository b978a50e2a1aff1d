import type { Box, Detection, Tile } from '../../../shared/types';
import type { TilePass } from '../tile-view';

export const WIDTH = 3600;
export const PICTURE = { width: WIDTH, height: 1801 };
export const GLOBE = { picture: PICTURE, wrap: true };
export const REGION = { picture: PICTURE, wrap: false };
export const WHOLE: Tile = { x: 0, y: 0, ...PICTURE };
export const SIDE = 1024;
export const tileAt = (x: number, y = 0): Tile => ({ x, y, width: SIDE, height: SIDE });

/** What a perfect detector finds in a tile: a box in picture pixels, clipped to the tile, moved to its pixels. */
export function seen(tile: Tile, box: Box, confidence = 0.68, classId = 0): Detection {
  const clip = (value: number, from: number, length: number) => Math.min(length, Math.max(0, value - from));
  return {
    box: [
      clip(box[0], tile.x, tile.width),
      clip(box[1], tile.y, tile.height),
      clip(box[2], tile.x, tile.width),
      clip(box[3], tile.y, tile.height),
    ],
    confidence,
    classId,
  };
}

export const pass = (tile: Tile, ...detections: readonly Detection[]): TilePass => ({ tile, detections });
export const boxes = (detections: readonly Detection[]) => detections.map(({ box }) => box.map(Math.round));
