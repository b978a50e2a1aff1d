import type { Viewer } from '../state/viewer';
import styles from './ViewButtons.module.css';
import { ZOOM_STEP } from './zoom-with-keys';

interface ViewButtonsProps {
  readonly viewer: Viewer;
  readonly onMoved: () => void;
}

/** Zooming with single clicks. */
export function ViewButtons({ viewer, onMoved }: ViewButtonsProps) {
  const change = (action: () => void) => () => {
    action();
    onMoved();
  };
  return (
    <div class={styles['buttons']}>
      <button
        type="button"
        aria-label="Zoom out"
        title="Zoom out (-)"
        onClick={change(() => viewer.zoom(1 / ZOOM_STEP))}
      >
        −
      </button>
      <button
        type="button"
        aria-label="Zoom in"
        title="Zoom in (+)"
        onClick={change(() => viewer.zoom(ZOOM_STEP))}
      >
        +
      </button>
      <button type="button" title="The whole picture (0)" onClick={change(() => viewer.fit())}>
        Fit
      </button>
    </div>
  );
}
