import { useSignal } from '@preact/signals';
import { useLayoutEffect, useRef } from 'preact/hooks';
import type { App } from '../state/app';
import type { PictureItem } from '../state/pictures';
import { shownDetections } from '../state/shown-detections';
import { moveWithArrows } from './move-with-arrows';
import styles from './Queue.module.css';
import { Thumbnail } from './Thumbnail';
import { useInView } from './use-in-view';

/** All pictures as a strip; a single one needs none. */
export function Queue({ app }: { readonly app: App }) {
  const items = app.pictures.items.value;
  if (items.length < 2) return null;
  return (
    <ul class={styles['queue']} aria-label="Queue" onKeyDown={moveWithArrows}>
      {items.map((item) => (
        <QueueItem key={item.id} app={app} item={item} />
      ))}
    </ul>
  );
}

/** A button that all can reach by its name; what is to be seen on it is there only while it is in view. */
function QueueItem({ app, item }: { readonly app: App; readonly item: PictureItem }) {
  const selected = app.pictures.selected.value?.id === item.id;
  const found = countOf(app, item);
  const state = describe(item, found);
  const place = useRef<HTMLLIElement>(null);
  const inView = useSignal(false);
  useInView(place, (isInView) => {
    inView.value = isInView;
    if (isInView) app.thumbnails.want(item);
    else app.thumbnails.unwant(item);
  });
  useLayoutEffect(() => {
    if (selected && place.current) scrollTo(place.current);
  }, [selected]);
  return (
    <li ref={place}>
      <button
        type="button"
        class={styles['item']}
        aria-pressed={selected}
        aria-label={`${item.name}, ${state}`}
        title={item.name}
        onClick={() => app.pictures.select(item.id)}
      >
        {inView.value && <Face item={item} found={found} state={state} />}
      </button>
    </li>
  );
}

interface FaceProps {
  readonly item: PictureItem;
  readonly found: number | undefined;
  readonly state: string;
}

function Face({ item, found = 0, state }: FaceProps) {
  const thumbnail = item.thumbnail.value;
  return (
    <>
      <span class={styles['preview']}>{thumbnail && <Thumbnail image={thumbnail} />}</span>
      {found > 0 && (
        <span class={styles['badge']} aria-hidden="true">
          {found}
        </span>
      )}
      <span class={styles['name']}>{item.name}</span>
      <span class={styles['state']} data-kind={item.status.value.kind}>
        {state}
      </span>
    </>
  );
}

/** Scrolls the strip alone: the page stays where it is. */
function scrollTo(place: HTMLElement): void {
  const strip = place.parentElement;
  if (!strip) return;
  const [inner, outer] = [place.getBoundingClientRect(), strip.getBoundingClientRect()];
  strip.scrollLeft += Math.min(0, inner.left - outer.left) + Math.max(0, inner.right - outer.right);
}

/** Detections in view; undefined until the picture is done. */
function countOf({ maps, settings }: App, item: PictureItem): number | undefined {
  const status = item.status.value;
  if (status.kind !== 'done') return undefined;
  return shownDetections(item, status.result, settings.thresholds.value, maps).length;
}

function describe({ status }: PictureItem, found = 0): string {
  switch (status.value.kind) {
    case 'queued':
      return 'waiting';
    case 'running':
      return 'running';
    case 'failed':
      return 'not read';
    case 'done':
      return `${found} found`;
  }
}
