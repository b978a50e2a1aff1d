import { useSignal, useSignalEffect, type Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import { useMemo, useRef } from 'preact/hooks';
import type { Size } from '../shared/types';
import type { Viewer } from '../state/viewer';
import { toStage, type Point, type Scene, type Viewport } from '../state/viewport';
import styles from './PictureView.module.css';
import { stageGestures } from './stage-gestures';
import { stepWithKeys } from './step-with-keys';
import { zoomWithKeys } from './zoom-with-keys';

interface PictureViewProps {
  readonly viewer: Viewer;
  readonly name: string;
  /** Address of the picture. */
  readonly address: string;
  /** Stage point of the pointer. */
  readonly pointer: Signal<Point | undefined>;
  readonly onLoaded: (size: Size) => void;
  readonly onBroken: () => void;
  /** The view was moved by keys. */
  readonly onMoved: () => void;
  /** Goes on in the sequence of maps; undefined where there is none. */
  readonly onStep: ((step: number) => void) | undefined;
  /** What lies over the picture. */
  readonly children: ComponentChildren;
}

/** Beyond so many screen pixels a picture pixel each is shown as a square. */
const PIXELATED_FROM = 2;
/** Milliseconds the hint stands. */
const HINT_TIME = 2500;

/** The window on the picture: zooms, and goes round where the picture does. */
export function PictureView(props: PictureViewProps) {
  const { viewer, name, pointer, onMoved, onStep, children } = props;
  const stage = useRef<HTMLDivElement>(null);
  const refused = useSignal(0);
  const gestures = useMemo(() => stageGestures(viewer, pointer, () => refused.value++), [viewer, pointer]);
  useSignalEffect(() => {
    if (refused.value === 0) return undefined;
    const timer = setTimeout(() => (refused.value = 0), HINT_TIME);
    return () => clearTimeout(timer);
  });
  useSignalEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) viewer.measure(entry.contentRect);
    });
    if (stage.current) observer.observe(stage.current);
    return () => observer.disconnect();
  });
  const scene = viewer.scene.value;
  const size = viewer.picture.value;
  return (
    <div
      {...gestures}
      class={styles['view']}
      ref={stage}
      role="application"
      aria-label={`View of ${name}`}
      aria-describedby="view-keys"
      tabIndex={0}
      data-zoomed={!viewer.isFitted.value || undefined}
      data-wraps={scene?.wraps || undefined}
      style={size && { aspectRatio: `${size.width} / ${size.height}` }}
      onKeyDown={(event) => {
        if (zoomWithKeys(viewer, event)) onMoved();
        else if (onStep) stepWithKeys(event, onStep);
      }}
    >
      <Copies {...props} />
      {children}
      <p
        class={styles['hint']}
        data-shown={(refused.value > 0 && viewer.isFitted.value) || undefined}
        aria-hidden="true"
      >
        Ctrl + wheel zooms; click the picture to zoom with the wheel alone.
      </p>
      <p id="view-keys" hidden>
        Plus and minus zoom, 0 fits the picture, arrow keys move it.
        {onStep && ' Page Up and Page Down go to the sol before and after.'}
      </p>
    </div>
  );
}

/** The picture, and on one that goes round also its copies to the left and the right. */
function Copies({ viewer, name, address, onLoaded, onBroken }: PictureViewProps) {
  const scene = viewer.scene.value;
  const view = viewer.view.value;
  const base = scene && view ? Math.floor(view.x / scene.picture.width) : 0;
  // Always the same elements, which move over by a width: one made anew would be blank until it is decoded.
  const reach =
    scene && view && scene.wraps ? Math.ceil(scene.stage.width / scene.picture.width / view.scale) : 0;
  const slots = Array.from({ length: 2 * reach + 1 }, (_, i) => i - reach);
  return slots.map((slot) => (
    <img
      key={slot}
      class={styles['image']}
      src={address}
      alt={slot === 0 ? `Picture ${name}` : ''}
      draggable={false}
      style={scene && view ? copyStyle(scene, view, base + slot) : { opacity: 0 }}
      {...(slot === 0 && {
        onError: onBroken,
        onLoad: ({ currentTarget }: { currentTarget: HTMLImageElement }) => {
          // The picture before may come late.
          if (currentTarget.currentSrc !== address) return;
          onLoaded({ width: currentTarget.naturalWidth, height: currentTarget.naturalHeight });
        },
      })}
    />
  ));
}

function copyStyle(scene: Scene, view: Viewport, turn: number) {
  const { width, height } = scene.picture;
  // On whole pixels, so that no line shows where two copies meet.
  const from = rounded(toStage(scene, view, { x: turn * width, y: 0 }));
  const to = rounded(toStage(scene, view, { x: (turn + 1) * width, y: height }));
  return {
    width: `${width}px`,
    height: `${height}px`,
    transform: `translate(${from.x}px, ${from.y}px) scale(${(to.x - from.x) / width}, ${(to.y - from.y) / height})`,
    opacity: 1,
    imageRendering: view.scale > PIXELATED_FROM ? 'pixelated' : 'auto',
  };
}

function rounded({ x, y }: Point): Point {
  return { x: Math.round(x), y: Math.round(y) };
}
