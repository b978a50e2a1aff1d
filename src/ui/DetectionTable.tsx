import type { Signal } from '@preact/signals';
import type { MapStorm } from '../export/map-report';
import { className, type PictureReport } from '../export/picture-report';
import { formatLatitude, formatLongitude } from '../maps/format-degrees';
import type { LongitudeConvention } from '../maps/longitude-convention';
import { MDAD_MINIMUM_KM2 } from '../maps/storm-geometry';
import type { Box } from '../shared/types';
import { classColor } from './class-color';
import styles from './DetectionTable.module.css';
import { formatCount, formatPercent } from './format';
import { moveWithArrows } from './move-with-arrows';

interface DetectionTableProps {
  readonly report: PictureReport;
  /** How longitudes of a map are written. */
  readonly convention: LongitudeConvention;
  /** Storms too small for the Mars Dust Activity Database are left out. */
  readonly smallHidden: boolean;
  readonly active: Signal<number | undefined>;
  /** Brings a box into view. */
  readonly onReveal: (box: Box) => void;
}

/**
 * The detections as numbers, in step with the boxes on the picture. Those of a map begin with their place and size;
 * the rest of its columns is there to be scrolled to.
 */
export function DetectionTable({ report, convention, smallHidden, active, onReveal }: DetectionTableProps) {
  const { detections, names, map } = report;
  return (
    <div class={styles['scroll']}>
      <table class={styles['table']} aria-label="Detections" data-map={map !== undefined || undefined}>
        <thead>
          <tr>
            <th scope="col">#</th>
            {!map && <th scope="col">Class</th>}
            <th scope="col">Confidence</th>
            {map && <StormHeads />}
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
              {!map && <td>{className(names, classId)}</td>}
              <td>{formatPercent(confidence)}</td>
              {map && <StormCells storm={map.storms[i]} convention={convention} />}
              {map && <td>{className(names, classId)}</td>}
              {box.map((side, k) => (
                <td key={k}>{side.toFixed(1)}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      {detections.length === 0 && (
        <p class={styles['none']}>
          {smallHidden
            ? `No storm of ${formatCount(MDAD_MINIMUM_KM2)} km² or more above this confidence. Lower it, or show smaller storms too.`
            : 'Nothing above this confidence. Lower it to see weaker candidates.'}
        </p>
      )}
    </div>
  );
}

function StormHeads() {
  return (
    <>
      <th scope="col">Longitude</th>
      <th scope="col">Latitude</th>
      <th scope="col">Area (km²)</th>
      <th scope="col">Class</th>
    </>
  );
}

interface StormCellsProps {
  readonly storm: MapStorm | undefined;
  readonly convention: LongitudeConvention;
}

/** The middle of a storm's box and its area. */
function StormCells({ storm, convention }: StormCellsProps) {
  if (!storm) return <td colSpan={3} />;
  const { centre, areaKm2, small } = storm;
  return (
    <>
      <td>{formatLongitude(centre.longitude, convention)}</td>
      <td>{formatLatitude(centre.latitude)}</td>
      <td>
        {small && <span class={styles['small']}>small</span>} {formatCount(areaKm2)}
      </td>
    </>
  );
}
