import { useSignal } from '@preact/signals';
import type { App } from '../state/app';
import styles from './AppView.module.css';
import { DropTarget } from './DropTarget';
import { EngineStatus } from './EngineStatus';
import { MapPanel } from './MapPanel';
import { ModelsPanel } from './ModelsPanel';
import { PictureInput } from './PictureInput';
import { PictureStage } from './PictureStage';
import { Problems } from './Problems';
import { Queue } from './Queue';
import { ResultPanel } from './ResultPanel';
import { RunPanel } from './RunPanel';
import { SampleCards } from './SampleCards';
import { SequencePanel } from './SequencePanel';
import { ThresholdPanel } from './ThresholdPanel';
import { TracksPart } from './TracksPart';
import { UpdateNotice } from './UpdateNotice';
import { Welcome } from './Welcome';

/** The whole page: the picture in the middle, what governs it beside it. */
export function AppView({ app }: { readonly app: App }) {
  const { pictures } = app;
  const item = pictures.selected.value;
  const panel = useSignal(false);
  return (
    <DropTarget onDropped={(transfer) => void app.addDropped(transfer)}>
      <header class={styles['header']}>
        <h1 class={styles['title']}>
          <img src="./icon.svg" alt="" width="30" height="30" />
          Mars Dust Storm Detection
        </h1>
        <div class={styles['tools']}>
          <EngineStatus models={app.models} />
          <button type="button" aria-expanded={panel.value} onClick={() => (panel.value = !panel.value)}>
            Models
          </button>
        </div>
      </header>
      {panel.value && <ModelsPanel app={app} />}
      <main class={styles['main']}>
        <div class={styles['picture']}>
          <div class={item ? styles['stage'] : styles['welcome']}>
            {item ? <PictureStage app={app} item={item} /> : <Welcome />}
            <PictureInput app={app} />
            <SampleCards app={app} hidden={item !== undefined} />
          </div>
          <SequencePanel app={app} />
          <Queue app={app} />
          <Problems app={app} />
        </div>
        <div class={styles['side']}>
          <UpdateNotice app={app} />
          <RunPanel app={app} />
          <ThresholdPanel app={app} />
          <MapPanel app={app} />
          <ResultPanel app={app} />
        </div>
        <div class={styles['tracks']}>
          <TracksPart app={app} />
        </div>
      </main>
      <footer class={styles['footer']}>
        Your pictures stay on this device: they are read and searched in this tab alone.
      </footer>
    </DropTarget>
  );
}
