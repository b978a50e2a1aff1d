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
  /** A picture is loaded; one of the same size as the last is looked at where that was. */
  show(id: number, size: Size): void;
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

interface ViewerDeps {
  /** Id of the picture that is chosen. */
  readonly chosenId: () => number | undefined;
  /** Whether the side edges of that picture meet. */
  readonly wraps: (picture: Size) => boolean;
}

/** How the picture in view is looked at. */
export function createViewer({ chosenId, wraps }: ViewerDeps): Viewer {
  const stage = signal<Size | undefined>(undefined);
  /** The last picture that was loaded, perhaps one before that which is chosen now. */
  const loaded = signal<{ readonly id: number; readonly size: Size } | undefined>(undefined);
  const picture = computed(() => (loaded.value?.id === chosenId() ? loaded.value?.size : undefined));
  /** Undefined for fitted. */
  const chosen = signal<Viewport | undefined>(undefined);

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
    show(id, size) {
      const last = loaded.peek()?.size;
      if (size.width !== last?.width || size.height !== last.height) chosen.value = undefined;
      loaded.value = { id, size };
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
