import type { Viewer } from '../state/viewer';

/** What one press or one click zooms by. */
export const ZOOM_STEP = 1.5;
/** Screen pixels that an arrow key moves the view. */
const PAN_STEP = 80;

const ARROWS: Readonly<Record<string, readonly [number, number]>> = {
  ArrowLeft: [PAN_STEP, 0],
  ArrowRight: [-PAN_STEP, 0],
  ArrowUp: [0, PAN_STEP],
  ArrowDown: [0, -PAN_STEP],
};

/**
 * Key handler of the stage: + and - zoom, 0 fits, and arrows move the view while the stage itself has the focus; on a
 * box they go to the next one. Returns whether the key was for the view.
 */
export function zoomWithKeys(viewer: Viewer, event: KeyboardEvent): boolean {
  // The browser's own zoom and the like.
  if (event.ctrlKey || event.metaKey || event.altKey) return false;
  const { key } = event;
  const arrow = event.target === event.currentTarget ? ARROWS[key] : undefined;
  if (key === '+' || key === '=') viewer.zoom(ZOOM_STEP);
  else if (key === '-' || key === '_') viewer.zoom(1 / ZOOM_STEP);
  else if (key === '0') viewer.fit();
  // At its edge the page scrolls on.
  else if (!arrow || !viewer.pan(...arrow)) return false;
  event.preventDefault();
  return true;
}
