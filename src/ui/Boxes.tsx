import type { Signal } from '@preact/signals';
import { className, type PictureReport } from '../export/picture-report';
import styles from './Boxes.module.css';
import { classColor } from './class-color';
import { formatPercent } from './format';
import { moveWithArrows } from './move-with-arrows';

interface BoxesProps {
  readonly report: PictureReport;
  readonly active: Signal<number | undefined>;
}

/** More labels than this hide the picture; the box that is pointed at always has its own. */
const MAX_LABELS = 24;

/** The detections as boxes over the picture, in step with the table. */
export function Boxes({ report, active }: BoxesProps) {
  const { picture, detections, names } = report;
  const across = (pixels: number) => `${(100 * pixels) / picture.width}%`;
  const down = (pixels: number) => `${(100 * pixels) / picture.height}%`;
  return (
    <div class={styles['boxes']} role="group" aria-label="Boxes" onKeyDown={moveWithArrows}>
      {detections.map(({ box, confidence, classId }, i) => {
        const [x1, y1, x2, y2] = box;
        const name = className(names, classId);
        const isActive = active.value === i;
        return (
          <button
            type="button"
            key={i}
            class={styles['box']}
            data-active={isActive || undefined}
            aria-label={`Box ${i + 1}: ${name}, ${formatPercent(confidence)}`}
            style={{
              left: across(x1),
              top: down(y1),
              width: across(x2 - x1),
              height: down(y2 - y1),
              // A smaller box lies over a larger one, so that each can be reached.
              zIndex: isActive ? 2000 : 1 + Math.round(999 * (1 - areaShare(box, picture))),
              '--color': classColor(classId),
            }}
            onPointerEnter={() => (active.value = i)}
            onPointerLeave={() => (active.value = undefined)}
            onFocus={() => (active.value = i)}
            onBlur={() => (active.value = undefined)}
          >
            {(isActive || detections.length <= MAX_LABELS) && (
              <span class={styles['label']} data-below={y1 / picture.height < 0.06 || undefined}>
                {name} {Math.round(confidence * 100)} %
              </span>
            )}
          </button>
        );
      })}
    </div>
  );
}

function areaShare(
  [x1, y1, x2, y2]: readonly [number, number, number, number],
  { width, height }: { readonly width: number; readonly height: number },
): number {
  return ((x2 - x1) * (y2 - y1)) / (width * height);
}
