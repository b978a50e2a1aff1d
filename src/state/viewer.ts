import { computed, signal, type ReadonlySignal } from '@preact/signals';
import type { Box, Size } from '../shared/types';
import {
  clampView,
  fitted,
  panBy,
  revealBox,
  toPicture,
  zoomAt,
  type Point,
  type Scene,
  type Viewport,
} from './viewport';

export interface Viewer {
  /** Undefined until the stage has been measured and the picture is loaded. */
  readonly scene: ReadonlySignal<Scene | undefined>;
  readonly view: ReadonlySignal<Viewport | undefined>;
  /** Size in pixels of the picture in view, as it is seen. */
  readonly picture: ReadonlySignal<Size | undefined>;
  /** The view is fitted, and stays so when the stage changes its size. */
  readonly isFitted: ReadonlySignal<boolean>;
  measure(stage: Size): void;
  /** Another picture; one of the same size is looked at where the last one was. */
  show(picture: Size | undefined): void;
  /** Zooms about a stage point, the middle where none is given. */
  zoom(factor: number, at?: Point): void;
  /** Moves the picture by screen pixels; false where it is at its edge already. */
  pan(dx: number, dy: number): boolean;
  fit(): void;
  /** Brings a box in picture pixels into view. */
  reveal(box: Box): void;
  /** Stage point -> picture point. */
  pointAt(at: Point): Point | undefined;
}

/** How the picture in view is looked at. `wraps` says of a picture of this size whether its side edges meet. */
export function createViewer(wraps: (picture: Size) => boolean): Viewer {
  const stage = signal<Size | undefined>(undefined);
  const picture = signal<Size | undefined>(undefined);
  /** Undefined for fitted. */
  const chosen = signal<Viewport | undefined>(undefined);
  let last: Size | undefined;

  const scene = computed<Scene | undefined>(() =>
    stage.value && picture.value
      ? { stage: stage.value, picture: picture.value, wraps: wraps(picture.value) }
      : undefined,
  );
  const view = computed(() => {
    if (!scene.value) return undefined;
    return chosen.value ? clampView(scene.value, chosen.value) : fitted(scene.value);
  });

  function change(next: (scene: Scene, view: Viewport) => Viewport): boolean {
    const [inScene, from] = [scene.peek(), view.peek()];
    if (!inScene || !from) return false;
    const to = next(inScene, from);
    if (to.scale === from.scale && to.x === from.x && to.y === from.y) return false;
    const { scale, x, y } = fitted(inScene);
    chosen.value = to.scale === scale && to.x === x && to.y === y ? undefined : to;
    return true;
  }

  return {
    scene,
    view,
    picture,
    isFitted: computed(() => chosen.value === undefined),
    measure(size) {
      if (size.width > 0 && size.height > 0) stage.value = size;
    },
    show(size) {
      if (size && (size.width !== last?.width || size.height !== last.height)) chosen.value = undefined;
      if (size) last = size;
      picture.value = size;
    },
    zoom(factor, at) {
      change((inScene, from) => {
        const { width, height } = inScene.stage;
        return zoomAt(inScene, from, factor, at ?? { x: width / 2, y: height / 2 });
      });
    },
    pan: (dx, dy) => change((inScene, from) => panBy(inScene, from, dx, dy)),
    fit() {
      chosen.value = undefined;
    },
    reveal(box) {
      change((inScene, from) => revealBox(inScene, from, box));
    },
    pointAt: (at) => (scene.value && view.value ? toPicture(scene.value, view.value, at) : undefined),
  };
}
