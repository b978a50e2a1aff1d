import { useComputed, useSignal, useSignalEffect } from '@preact/signals';
import { useMemo, useRef } from 'preact/hooks';
import type { App } from '../state/app';
import type { PictureItem } from '../state/pictures';
import { reportOf } from '../state/report';
import { Boxes } from './Boxes';
import { formatCount } from './format';
import styles from './PictureStage.module.css';

interface PictureStageProps {
  readonly app: App;
  readonly item: PictureItem;
}

/** The picture in view, its boxes over it. */
export function PictureStage({ app, item }: PictureStageProps) {
  const stage = useRef<HTMLElement>(null);
  const address = useMemo(() => URL.createObjectURL(item.file), [item]);
  const showBoxes = useSignal(true);
  const broken = useSignal(false);
  const report = useComputed(() => reportOf(item, app.settings.thresholds.value)).value;
  useSignalEffect(() => () => URL.revokeObjectURL(address));
  const size = report?.picture;
  return (
    <figure class={styles['stage']} ref={stage}>
      <div class={styles['frame']}>
        {broken.value ? (
          <p class={styles['broken']}>This file cannot be shown.</p>
        ) : (
          <div class={styles['canvas']}>
            <img
              class={styles['image']}
              src={address}
              alt={`Picture ${item.name}`}
              onError={() => (broken.value = true)}
            />
            {report && showBoxes.value && <Boxes report={report} active={app.active} />}
          </div>
        )}
      </div>
      <figcaption class={styles['caption']}>
        <span class={styles['name']} title={item.name}>
          {item.name}
        </span>
        {size && (
          <span class={styles['size']}>
            {formatCount(size.width)} x {formatCount(size.height)} px
          </span>
        )}
        <label class={styles['toggle']}>
          <input
            type="checkbox"
            checked={showBoxes.value}
            onChange={({ currentTarget }) => (showBoxes.value = currentTarget.checked)}
          />
          Show boxes
        </label>
        <button type="button" onClick={() => void toggleFullScreen(stage.current)}>
          Full screen
        </button>
      </figcaption>
    </figure>
  );
}

async function toggleFullScreen(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement) await document.exitFullscreen();
  // Where the browser has no full screen (some phones) the button does nothing that could go wrong.
  else await element?.requestFullscreen().catch(() => undefined);
}
