import { formatLatitude, formatLongitude } from '../maps/format-degrees';
import { graticuleLines } from '../maps/graticule-lines';
import type { LongitudeConvention } from '../maps/longitude-convention';
import type { MapFrame } from '../maps/map-frame';
import type { Viewer } from '../state/viewer';
import { toPicture, toStage } from '../state/viewport';
import styles from './Graticule.module.css';

interface GraticuleProps {
  readonly viewer: Viewer;
  readonly frame: MapFrame;
  readonly convention: LongitudeConvention;
}

/** Room that a label needs, in screen pixels. */
const LABEL = { width: 58, height: 18 };

/** Meridians and parallels over a map, labelled at the lower and the left edge of what is in view. */
export function Graticule({ viewer, frame, convention }: GraticuleProps) {
  const scene = viewer.scene.value;
  const view = viewer.view.value;
  if (!scene || !view) return null;
  const { stage, picture, wraps } = scene;
  const from = toPicture(scene, view, { x: 0, y: 0 });
  const to = toPicture(scene, view, { x: stage.width, y: stage.height });
  const lines = graticuleLines(frame, { left: from.x, top: from.y, right: to.x, bottom: to.y }, view.scale);
  const start = toStage(scene, view, { x: 0, y: 0 });
  const end = toStage(scene, view, { x: picture.width, y: picture.height });
  const left = wraps ? 0 : Math.max(start.x, 0);
  const right = wraps ? stage.width : Math.min(end.x, stage.width);
  const top = Math.max(start.y, 0);
  const bottom = Math.min(end.y, stage.height);
  const digits = lines.step < 1 ? 1 : 0;
  const spacing = (lines.step * picture.width * view.scale) / (frame.east - frame.west);
  const every = Math.ceil(LABEL.width / spacing);
  const columns = lines.meridians.map(({ longitude, x }) => ({
    x: sharp(toStage(scene, view, { x, y: 0 }).x),
    // Counted from the prime meridian, so that a label stays with its line while the view moves.
    labelled: Math.round(longitude / lines.step) % every === 0,
    text: formatLongitude(longitude, convention, digits),
  }));
  const rows = lines.parallels.map(({ latitude, y }) => ({
    y: sharp(toStage(scene, view, { x: 0, y }).y),
    text: formatLatitude(latitude, digits),
  }));
  return (
    <svg class={styles['graticule']} width={stage.width} height={stage.height} aria-hidden="true">
      <Lines
        path={[
          ...columns.map(({ x }) => `M${x} ${top}V${bottom}`),
          ...rows.map(({ y }) => `M${left} ${y}H${right}`),
        ].join('')}
      />
      {columns
        .filter(({ x, labelled }) => labelled && x + LABEL.width <= right + 8)
        .map(({ x, text }) => (
          <text key={x} x={x + 4} y={bottom - 5}>
            {text}
          </text>
        ))}
      {rows
        .filter(({ y }) => y >= top + LABEL.height && y <= bottom - LABEL.height)
        .map(({ y, text }) => (
          <text key={y} x={left + 4} y={y - 4}>
            {text}
          </text>
        ))}
    </svg>
  );
}

/** A light line in a dark one, to be seen on dust and on ice. */
function Lines({ path }: { readonly path: string }) {
  return (
    <>
      <path class={styles['shade']} d={path} />
      <path class={styles['line']} d={path} />
    </>
  );
}

/** The middle of a screen pixel, where a line one pixel wide is not blurred. */
function sharp(position: number): number {
  return Math.floor(position) + 0.5;
}
