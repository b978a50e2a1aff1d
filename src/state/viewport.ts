import type { Box, Size } from '../shared/types';

/** What of a picture is in view: `scale` screen pixels a picture pixel, and the picture point in the middle. */
export interface Viewport {
  readonly scale: number;
  readonly x: number;
  readonly y: number;
}

/** Where a picture is looked at. Stage points are screen pixels from the stage's top left corner. */
export interface Scene {
  /** Screen pixels. */
  readonly stage: Size;
  /** Picture pixels. */
  readonly picture: Size;
  /** The left and the right edge meet, as on a map of a whole planet: the view goes round without end. */
  readonly wraps: boolean;
}

export interface Point {
  readonly x: number;
  readonly y: number;
}

/** Enough to tell single pixels, and to point at one. */
export const MAX_SCALE = 32;
/** A small picture is not blown up further than this when it is fitted. */
const MAX_FITTED_SCALE = 2;
/** Screen pixels between the stage's edge and what is brought into view. */
const MARGIN = 24;

export function fitScale({ stage, picture }: Scene): number {
  return Math.min(stage.width / picture.width, stage.height / picture.height, MAX_FITTED_SCALE);
}

/** The whole picture, in the middle. */
export function fitted(scene: Scene): Viewport {
  const { width, height } = scene.picture;
  return { scale: fitScale(scene), x: width / 2, y: height / 2 };
}

/** The nearest view that is allowed: not smaller than fitted, and no room beside the picture that it could fill. */
export function clampView(scene: Scene, { scale, x, y }: Viewport): Viewport {
  const { stage, picture, wraps } = scene;
  const fit = fitScale(scene);
  const allowed = Math.min(Math.max(scale, fit), Math.max(MAX_SCALE, fit));
  return {
    scale: allowed,
    x: wraps ? turned(x, picture.width) : clampCentre(x, picture.width, stage.width / allowed),
    y: clampCentre(y, picture.height, stage.height / allowed),
  };
}

/** Zooms by `factor` and keeps what is at the stage point `at` where it is, as far as the picture's edges allow. */
export function zoomAt(scene: Scene, view: Viewport, factor: number, at: Point): Viewport {
  const { scale } = clampView(scene, { ...view, scale: view.scale * factor });
  const { x, y } = toPicture(scene, view, at);
  const { width, height } = scene.stage;
  return clampView(scene, { scale, x: x - (at.x - width / 2) / scale, y: y - (at.y - height / 2) / scale });
}

/** Moves the picture under the stage by so many screen pixels. */
export function panBy(scene: Scene, view: Viewport, dx: number, dy: number): Viewport {
  return clampView(scene, { ...view, x: view.x - dx / view.scale, y: view.y - dy / view.scale });
}

/** Stage point -> picture point; on a picture that goes round, x may lie beyond its edges. */
export function toPicture({ stage }: Scene, { scale, x, y }: Viewport, at: Point): Point {
  return { x: x + (at.x - stage.width / 2) / scale, y: y + (at.y - stage.height / 2) / scale };
}

/** Picture point -> stage point. */
export function toStage({ stage }: Scene, { scale, x, y }: Viewport, at: Point): Point {
  return { x: (at.x - x) * scale + stage.width / 2, y: (at.y - y) * scale + stage.height / 2 };
}

/**
 * The turns (0 for the picture itself, 1 for its copy on the right, ...) in which the columns `left` to `right` are
 * in view, the one nearest to the middle first; that one is given even where it lies out of view.
 */
export function turnsInView(scene: Scene, view: Viewport, left: number, right: number): readonly number[] {
  const { picture, stage, wraps } = scene;
  if (!wraps) return [0];
  const half = stage.width / view.scale / 2;
  const nearest = Math.floor((view.x - (left + right) / 2) / picture.width + 0.5);
  const turns = [nearest];
  // Columns that merely touch the edge of the stage are not in view.
  const slack = 0.5 / view.scale;
  const first = Math.floor((view.x - half - right + slack) / picture.width) + 1;
  const last = Math.ceil((view.x + half - left - slack) / picture.width) - 1;
  for (let turn = first; turn <= last; turn++) if (turn !== nearest) turns.push(turn);
  return turns;
}

/** The view moved just so far that a box lies in it; unchanged where it does, or fills it. */
export function revealBox(scene: Scene, view: Viewport, [x1, y1, x2, y2]: Box): Viewport {
  const [turn = 0] = turnsInView(scene, view, x1, x2);
  const shift = turn * scene.picture.width;
  const half = { x: scene.stage.width / view.scale / 2, y: scene.stage.height / view.scale / 2 };
  const margin = MARGIN / view.scale;
  return clampView(scene, {
    scale: view.scale,
    x: reveal(view.x, half.x, x1 + shift, x2 + shift, margin),
    y: reveal(view.y, half.y, y1, y2, margin),
  });
}

function reveal(centre: number, half: number, from: number, to: number, margin: number): number {
  const inView = from >= centre - half && to <= centre + half;
  const fills = from <= centre - half && to >= centre + half;
  if (inView || fills) return centre;
  // Too large for the stage: its middle.
  if (to - from + 2 * margin > 2 * half) return (from + to) / 2;
  return from < centre - half ? from - margin + half : to + margin - half;
}

function clampCentre(centre: number, length: number, seen: number): number {
  if (seen >= length) return length / 2;
  return Math.min(Math.max(centre, seen / 2), length - seen / 2);
}

function turned(x: number, width: number): number {
  return ((x % width) + width) % width;
}
