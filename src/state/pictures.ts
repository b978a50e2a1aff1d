import { computed, signal, type ReadonlySignal, type Signal } from '@preact/signals';
import type { OpenedModel } from '../shared/engine-api';
import type { AppError } from '../shared/errors';
import type { Candidates, Detection, Size, Thresholds, Tile, Timings } from '../shared/types';

/** What the network found in a tile of a picture; boxes are in pixels of the tile. */
export interface PicturePass {
  readonly tile: Tile;
  readonly candidates: Candidates;
  readonly detections: readonly Detection[];
}

/** What a run over one picture gave, and what it was made with. */
export interface PictureResult {
  readonly picture: Size;
  /** As `HeldPicture` has it. */
  readonly beginning: string | undefined;
  /** The left and the right edge of the picture meet. */
  readonly wrap: boolean;
  /** One, of the whole picture, or one a tile and then one of the whole. */
  readonly passes: readonly PicturePass[];
  /** Sums over the passes. */
  readonly timings: Timings;
  readonly model: OpenedModel;
  /** What the detections of the passes were suppressed with. */
  readonly suppression: Pick<Thresholds, 'iou' | 'agnostic'>;
  /** Longest side of the input that the engine failed at before, in pixels; undefined where it did not. */
  readonly reducedFrom: number | undefined;
}

export type PictureStatus =
  | { readonly kind: 'queued' }
  | { readonly kind: 'running' }
  | { readonly kind: 'done'; readonly result: PictureResult }
  | { readonly kind: 'failed'; readonly error: AppError };

export interface PictureItem {
  readonly id: number;
  readonly name: string;
  readonly file: File;
  readonly status: Signal<PictureStatus>;
  /** In pixels as it is seen; undefined until the picture has been shown somewhere. */
  readonly size: Signal<Size | undefined>;
  /** Undefined until it is made. */
  readonly thumbnail: Signal<Blob | undefined>;
}

export interface Pictures {
  readonly items: ReadonlySignal<readonly PictureItem[]>;
  readonly selected: ReadonlySignal<PictureItem | undefined>;
  /** Adds pictures to the end of the queue and selects the first of them. */
  add(files: readonly File[]): void;
  remove(id: number): void;
  clear(): void;
  select(id: number): void;
  /** Selects the picture `step` places on, within the queue. */
  move(step: number): void;
}

/** The queue of pictures in the order they came. */
export function createPictures(): Pictures {
  const items = signal<readonly PictureItem[]>([]);
  const selectedId = signal<number | undefined>(undefined);
  let nextId = 1;
  const indexOf = (id: number | undefined) => items.value.findIndex((item) => item.id === id);
  return {
    items,
    selected: computed(() => items.value[indexOf(selectedId.value)]),
    add(files) {
      const added = files.map((file) => ({
        id: nextId++,
        name: file.name || 'pasted picture',
        file,
        status: signal<PictureStatus>({ kind: 'queued' }),
        size: signal<Size | undefined>(undefined),
        thumbnail: signal<Blob | undefined>(undefined),
      }));
      items.value = [...items.value, ...added];
      if (added[0]) selectedId.value = added[0].id;
    },
    remove(id) {
      const index = indexOf(id);
      const neighbour = items.value[index + 1] ?? items.value[index - 1];
      items.value = items.value.filter((item) => item.id !== id);
      if (selectedId.value === id) selectedId.value = neighbour?.id;
    },
    clear() {
      items.value = [];
      selectedId.value = undefined;
    },
    select(id) {
      selectedId.value = id;
    },
    move(step) {
      const index = indexOf(selectedId.value) + step;
      const next = items.value[Math.min(Math.max(index, 0), items.value.length - 1)];
      if (next) selectedId.value = next.id;
    },
  };
}
