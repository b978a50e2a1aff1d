import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
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

/** The picture in view, its boxes over it. */
export function PictureStage({ app, item }: PictureStageProps) {
  const { viewer, maps } = app;
  const stage = useRef<HTMLElement>(null);
  const address = useMemo(() => URL.createObjectURL(item.file), [item]);
  const showBoxes = useSignal(true);
  const broken = useSignal(false);
  const pointer = useSignal<Point | undefined>(undefined);
  /** Counts what keys and buttons did to the view. */
  const moves = useSignal(0);
  const report = useComputed(() =>
    reportOf(item, app.settings.thresholds.value, app.maps, app.sequence),
  ).value;
  useSignalEffect(() => () => URL.revokeObjectURL(address));
  const size = viewer.picture.value;
  const frame = size && maps.frameOf(item, size);
  const map = frame && { viewer, frame, convention: maps.settingOf(item, size).convention };
  return (
    <figure class={styles['stage']} ref={stage}>
      {broken.value ? (
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
          onBroken={() => (broken.value = true)}
          onMoved={() => moves.value++}
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
