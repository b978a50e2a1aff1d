import { isGlobal, type MapFrame } from '../maps/map-frame';
import { DEFAULT_TILE_OVERLAP, planTiles } from '../maps/slice/plan-tiles';
import type { Size, Tile } from '../shared/types';

/** Side of the tiles in picture pixels; `auto`: what the model's catalogue entry says, for whole maps; or none. */
export type Slicing = 'auto' | 'off' | number;

/** Which parts of a picture are shown to the network. */
export interface PassPlan {
  readonly tiles: readonly Tile[];
  /** The left and the right edge of the picture meet. */
  readonly wrap: boolean;
}

/** A picture hardly larger than a tile gains nothing from being cut. */
const LEAST_GAIN = 1.5;

/**
 * A picture much larger than a tile is shown in overlapping tiles and then, for what is larger than a tile, as a whole;
 * any other as a whole only. Photographs are cut only when somebody asks for it.
 */
export function planPasses(
  picture: Size,
  frame: MapFrame | undefined,
  slicing: Slicing,
  modelSide: number | undefined,
): PassPlan {
  const whole: Tile = { x: 0, y: 0, ...picture };
  const wrap = frame !== undefined && isGlobal(frame);
  const side = slicing === 'auto' ? (frame ? modelSide : undefined) : slicing === 'off' ? undefined : slicing;
  if (side === undefined || Math.max(picture.width, picture.height) < LEAST_GAIN * side) {
    return { tiles: [whole], wrap };
  }
  return { tiles: [...planTiles(picture, { side, overlap: DEFAULT_TILE_OVERLAP, wrap }), whole], wrap };
}
