import type { Signal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { App } from '../state/app';
import { formatCount } from './format';
import styles from './StageCaption.module.css';
import { ViewButtons } from './ViewButtons';

interface StageCaptionProps {
  readonly app: App;
  /** Name of the picture. */
  readonly name: string;
  readonly isMap: boolean;
  readonly showBoxes: Signal<boolean>;
  readonly onMoved: () => void;
  readonly onFullScreen: () => void;
  /** What else is said of the picture. */
  readonly children: ComponentChildren;
}

/** What the picture in view is, and what is shown of it. */
export function StageCaption(props: StageCaptionProps) {
  const { app, name, isMap, showBoxes, onMoved, onFullScreen, children } = props;
  const { viewer, maps } = app;
  const size = viewer.picture.value;
  return (
    <figcaption class={styles['caption']}>
      <span class={styles['name']} title={name}>
        {name}
      </span>
      {size && (
        <span class={styles['size']}>
          {formatCount(size.width)} x {formatCount(size.height)} px
        </span>
      )}
      {children}
      <div class={styles['tools']}>
        {isMap && (
          <Toggle
            label="Graticule"
            checked={maps.graticule.value}
            onChange={(show) => maps.showGraticule(show)}
          />
        )}
        <Toggle label="Show boxes" checked={showBoxes.value} onChange={(show) => (showBoxes.value = show)} />
        <ViewButtons viewer={viewer} onMoved={onMoved} />
        <button type="button" onClick={onFullScreen}>
          Full screen
        </button>
      </div>
    </figcaption>
  );
}

interface ToggleProps {
  readonly label: string;
  readonly checked: boolean;
  readonly onChange: (checked: boolean) => void;
}

function Toggle({ label, checked, onChange }: ToggleProps) {
  return (
    <label class={styles['toggle']}>
      <input
        type="checkbox"
        checked={checked}
        onChange={({ currentTarget }) => onChange(currentTarget.checked)}
      />
      {label}
    </label>
  );
}
