import { computed, useSignal } from '@preact/signals';
import { useEffect, useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { App } from '../state/app';
import type { PictureItem } from '../state/pictures';
import { reportOf } from '../state/report';
import type { Point } from '../state/viewport';
import { Boxes } from './Boxes';
import { Graticule } from './Graticule';
import { MapReadout } from './MapReadout';
import styles from './PictureStage.module.css';
import { PictureView } from './PictureView';
import { StageCaption } from './StageCaption';

interface PictureStageProps {
  readonly app: App;
  readonly item: PictureItem;
}

/**
 * The picture in view, its boxes over it. It stays in place when another picture is chosen: the focus with it, and the
 * picture before until the next one is decoded.
 */
export function PictureStage({ app, item }: PictureStageProps) {
  const { viewer, maps } = app;
  const stage = useRef<HTMLElement>(null);
  const address = useMemo(() => URL.createObjectURL(item.file), [item]);
  const showBoxes = useSignal(true);
  /** Id of a picture that the browser cannot show. */
  const broken = useSignal<number | undefined>(undefined);
  const pointer = useSignal<Point | undefined>(undefined);
  /** Counts what keys and buttons did to the view. */
  const moves = useSignal(0);
  const report = useMemo(
    () => computed(() => reportOf(item, app.settings.thresholds.value, maps, app.sequence)),
    [app, item],
  ).value;
  useEffect(() => () => URL.revokeObjectURL(address), [address]);
  useLayoutEffect(() => {
    const known = item.size.peek();
    if (known) viewer.show(item.id, known);
  }, [item]);
  const size = viewer.picture.value;
  const frame = size && maps.frameOf(item, size);
  const map = frame && { viewer, frame, convention: maps.settingOf(item, size).convention };
  return (
    <figure class={styles['stage']} ref={stage}>
      {broken.value === item.id ? (
        <p class={styles['broken']}>This file cannot be shown.</p>
      ) : (
        <PictureView
          viewer={viewer}
          name={item.name}
          address={address}
          pointer={pointer}
          onLoaded={(loaded) => {
            item.size.value = loaded;
            viewer.show(item.id, loaded);
          }}
          onBroken={() => (broken.value = item.id)}
          onMoved={() => moves.value++}
          onStep={app.sequence.placeOf(item) && ((step) => app.sequence.move(step))}
        >
          {map && maps.graticule.value && <Graticule {...map} />}
          {report && showBoxes.value && <Boxes viewer={viewer} report={report} active={app.active} />}
        </PictureView>
      )}
      <StageCaption
        app={app}
        name={item.name}
        isMap={map !== undefined}
        showBoxes={showBoxes}
        onMoved={() => moves.value++}
        onFullScreen={() => void toggleFullScreen(stage.current)}
      >
        {map && <MapReadout {...map} pointer={pointer} moves={moves} />}
      </StageCaption>
    </figure>
  );
}

async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  // Where the browser has no full screen (some phones) the button does nothing that could go wrong.
  else await element?.requestFullscreen().catch(() => undefined);
}
