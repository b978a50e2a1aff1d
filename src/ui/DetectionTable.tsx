import type { Signal } from '@preact/signals';
import { className, type PictureReport } from '../export/picture-report';
import type { Box } from '../shared/types';
import { classColor } from './class-color';
import styles from './DetectionTable.module.css';
import { formatPercent } from './format';
import { moveWithArrows } from './move-with-arrows';

interface DetectionTableProps {
  readonly report: PictureReport;
  readonly active: Signal<number | undefined>;
  /** Brings a box into view. */
  readonly onReveal: (box: Box) => void;
}

/** The detections as numbers, in step with the boxes on the picture. */
export function DetectionTable({ report, active, onReveal }: DetectionTableProps) {
  const { detections, names } = report;
  return (
    <div class={styles['scroll']}>
      <table class={styles['table']} aria-label="Detections">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">Class</th>
            <th scope="col">Confidence</th>
            <th scope="col">x1</th>
            <th scope="col">y1</th>
            <th scope="col">x2</th>
            <th scope="col">y2</th>
          </tr>
        </thead>
        <tbody onKeyDown={moveWithArrows}>
          {detections.map(({ box, confidence, classId }, i) => (
            <tr
              key={i}
              data-active={active.value === i || undefined}
              onPointerEnter={() => (active.value = i)}
              onPointerLeave={() => (active.value = undefined)}
            >
              <th scope="row">
                <button
                  type="button"
                  class={styles['number']}
                  style={{ '--color': classColor(classId) }}
                  aria-label={`Show box ${i + 1}`}
                  onFocus={() => {
                    active.value = i;
                    onReveal(box);
                  }}
                  onBlur={() => (active.value = undefined)}
                >
                  {i + 1}
                </button>
              </th>
              <td>{className(names, classId)}</td>
              <td>{formatPercent(confidence)}</td>
              {box.map((side, k) => (
                <td key={k}>{side.toFixed(1)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {detections.length === 0 && (
        <p class={styles['none']}>Nothing above this confidence. Lower it to see weaker candidates.</p>
      )}
    </div>
  );
}
