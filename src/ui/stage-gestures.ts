import type { Signal } from '@preact/signals';
import type { Viewer } from '../state/viewer';
import type { Point } from '../state/viewport';

type On<E extends Event> = (event: E & { readonly currentTarget: HTMLElement }) => void;

export interface StageGestures {
  readonly onWheel: On<WheelEvent>;
  readonly onPointerDown: On<PointerEvent>;
  readonly onPointerMove: On<PointerEvent>;
  readonly onPointerUp: On<PointerEvent>;
  readonly onPointerCancel: On<PointerEvent>;
  readonly onPointerLeave: On<PointerEvent>;
}

/** Screen pixels a pressed pointer may tremble before it drags. */
const SLOP = 4;
/** Zoom, as a power of e, for a pixel of the wheel; a pinch on a touch pad comes as small steps of a wheel with ctrl. */
const WHEEL_RATE = 0.0018;
const PINCH_RATE = 0.01;
/** Pixels that a browser which counts lines scrolls for one. */
const LINE = 16;

/**
 * What pointers and the wheel do on the stage. The plain wheel zooms where the stage has the focus or is zoomed
 * already; over a fitted picture that nobody has chosen it scrolls the page, and `onRefused` can say what to do.
 */
export function stageGestures(
  viewer: Viewer,
  pointer: Signal<Point | undefined>,
  onRefused: () => void,
): StageGestures {
  const down = new Map<number, Point>();
  let dragging = false;

  const release: On<PointerEvent> = ({ pointerId }) => {
    down.delete(pointerId);
    if (down.size === 0) dragging = false;
  };

  return {
    onWheel(event) {
      const { currentTarget: stage, ctrlKey, metaKey } = event;
      const asked = ctrlKey || metaKey;
      const change = event.deltaY * (event.deltaMode === WheelEvent.DOM_DELTA_LINE ? LINE : 1);
      const fitted = viewer.isFitted.peek();
      if (!asked && fitted && !stage.contains(document.activeElement)) {
        onRefused();
        return;
      }
      // Further out than fitted there is nothing: the page scrolls on.
      if (!asked && fitted && change >= 0) return;
      event.preventDefault();
      const power = -change * (ctrlKey && Math.abs(change) < 50 ? PINCH_RATE : WHEEL_RATE);
      viewer.zoom(Math.exp(Math.min(Math.max(power, -0.7), 0.7)), pointOn(stage, event));
    },
    onPointerDown(event) {
      if (event.button === 0) down.set(event.pointerId, pointOn(event.currentTarget, event));
    },
    onPointerMove(event) {
      const { currentTarget: stage, pointerId } = event;
      const to = pointOn(stage, event);
      pointer.value = to;
      const from = down.get(pointerId);
      if (!from) return;
      if (!dragging && down.size === 1 && distance(from, to) < SLOP) return;
      dragging = true;
      // So that the drag goes on outside the stage, and a box does not take it for itself.
      if (!stage.hasPointerCapture(pointerId)) stage.setPointerCapture(pointerId);
      const other = [...down].find(([id]) => id !== pointerId)?.[1];
      if (other) viewer.zoom(distance(other, to) / Math.max(1, distance(other, from)), other);
      else viewer.pan(to.x - from.x, to.y - from.y);
      down.set(pointerId, to);
    },
    onPointerUp: release,
    onPointerCancel: release,
    onPointerLeave(event) {
      pointer.value = undefined;
      if (!dragging) release(event);
    },
  };
}

/** Stage point of an event. */
function pointOn(stage: HTMLElement, { clientX, clientY }: MouseEvent): Point {
  const { left, top } = stage.getBoundingClientRect();
  return { x: clientX - left - stage.clientLeft, y: clientY - top - stage.clientTop };
}

function distance(a: Point, b: Point): number {
  return Math.hypot(a.x - b.x, a.y - b.y);
}
