import type { Signal } from '@preact/signals';
import { className, type PictureReport } from '../export/picture-report';
import type { Box, Detection } from '../shared/types';
import type { Viewer } from '../state/viewer';
import { toStage, turnsInView, type Scene, type Viewport } from '../state/viewport';
import styles from './Boxes.module.css';
import { classColor } from './class-color';
import { formatPercent } from './format';
import { moveWithArrows } from './move-with-arrows';

interface BoxesProps {
  readonly viewer: Viewer;
  readonly report: PictureReport;
  readonly active: Signal<number | undefined>;
}

/** More labels than this hide the picture; the box that is pointed at always has its own. */
const MAX_LABELS = 24;
/** Height of a label, and the width of its padding and of a letter at most, in screen pixels. */
const LABEL_HEIGHT = 22;
const LABEL_PADDING = 12;
const LETTER_WIDTH = 8;

/** The detections as boxes over the picture, in step with the table; lines and labels stay as large as they are. */
export function Boxes({ viewer, report, active }: BoxesProps) {
  const scene = viewer.scene.value;
  const view = viewer.view.value;
  if (!scene || !view) return null;
  const { picture, detections, names } = report;
  return (
    <div class={styles['boxes']} role="group" aria-label="Boxes" onKeyDown={moveWithArrows}>
      {detections.map((detection, i) => {
        const { box, confidence, classId } = detection;
        const name = className(names, classId);
        const isActive = active.value === i;
        const [turn = 0, ...others] = turnsInView(scene, view, box[0], box[2]);
        // A smaller box lies over a larger one, so that each can be reached.
        const zIndex = isActive ? 2000 : 1 + Math.round(999 * (1 - areaShare(box, picture)));
        const style = { zIndex, '--color': classColor(classId) };
        const label = labelText(name, detection);
        const place = placeOf(scene, view, box, turn);
        return [
          <button
            type="button"
            key={i}
            class={styles['box']}
            data-active={isActive || undefined}
            aria-label={`Box ${i + 1}: ${name}, ${formatPercent(confidence)}`}
            style={{ ...boxStyle(place), ...style }}
            onPointerEnter={() => (active.value = i)}
            onPointerLeave={() => (active.value = undefined)}
            onFocus={({ currentTarget }) => {
              active.value = i;
              // What the pointer has just pressed does not move from under it.
              if (currentTarget.matches(':focus-visible')) viewer.reveal(box);
            }}
            onBlur={() => (active.value = undefined)}
          >
            {(isActive || detections.length <= MAX_LABELS) && (
              <span class={styles['label']} style={labelPlace(scene, place, label)}>
                {label}
              </span>
            )}
          </button>,
          // The same box on the copies of a map that goes round.
          ...others.map((other) => (
            <div
              key={`${i} ${other - turn}`}
              class={styles['box']}
              data-active={isActive || undefined}
              aria-hidden="true"
              style={{ ...boxStyle(placeOf(scene, view, box, other)), ...style }}
              onPointerEnter={() => (active.value = i)}
              onPointerLeave={() => (active.value = undefined)}
            />
          )),
        ];
      })}
    </div>
  );
}

function labelText(name: string, { confidence }: Detection): string {
  return `${name} ${Math.round(confidence * 100)} %`;
}

/** The corners of a box on the stage, in screen pixels. */
interface Place {
  readonly x: number;
  readonly y: number;
  readonly end: { readonly x: number; readonly y: number };
}

function placeOf(scene: Scene, view: Viewport, [x1, y1, x2, y2]: Box, turn: number): Place {
  const shift = turn * scene.picture.width;
  const end = toStage(scene, view, { x: x2 + shift, y: y2 });
  return { ...toStage(scene, view, { x: x1 + shift, y: y1 }), end };
}

function boxStyle({ x, y, end }: Place) {
  return { left: `${x}px`, top: `${y}px`, width: `${end.x - x}px`, height: `${end.y - y}px` };
}

/**
 * Above the box, within it where there is no room, and at the stage's corner where the box's own is out of view; from
 * its left side on, or up to its right one where the label would be cut off by the stage's.
 */
function labelPlace({ stage }: Scene, { x, y, end }: Place, label: string) {
  const width = LABEL_PADDING + LETTER_WIDTH * label.length;
  // A box out of view takes its label with it.
  const isCut = x < stage.width && Math.max(0, x) + width > stage.width;
  return {
    ...(isCut
      ? { right: `${Math.max(-2, end.x - stage.width)}px` }
      : { left: `${Math.max(-2, Math.min(-x, end.x - x))}px` }),
    ...(y >= LABEL_HEIGHT ? { bottom: '100%' } : { top: `${Math.max(0, Math.min(-y, end.y - y))}px` }),
  };
}

function areaShare([x1, y1, x2, y2]: Box, picture: { width: number; height: number }): number {
  return ((x2 - x1) * (y2 - y1)) / (picture.width * picture.height);
}
