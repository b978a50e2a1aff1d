import type { App } from '../state/app';
import { CONFIDENCE_FLOOR } from '../shared/settings';
import { Panel } from './Panel';
import styles from './ThresholdPanel.module.css';

/** As many as the slider's model can be asked for. */
const MOST_DETECTIONS = 300;

/** What is shown of what was found; nothing here runs the network again. */
export function ThresholdPanel({ app }: { readonly app: App }) {
  const { settings } = app;
  const { confidence, iou, maxDetections, agnostic } = settings.thresholds.value;
  return (
    <Panel title="Thresholds">
      <Slider
        label="Confidence"
        min={CONFIDENCE_FLOOR}
        value={confidence}
        onChange={(value) => settings.set({ confidence: value })}
      />
      <Slider label="Overlap (IoU)" min={0} value={iou} onChange={(value) => settings.set({ iou: value })} />
      <div class={styles['row']}>
        <label for="max-detections">Max detections</label>
        <input
          id="max-detections"
          type="number"
          min={1}
          max={MOST_DETECTIONS}
          value={maxDetections}
          onInput={({ currentTarget }) => {
            const value = currentTarget.valueAsNumber;
            if (Number.isInteger(value) && value >= 1 && value <= MOST_DETECTIONS)
              settings.set({ maxDetections: value });
          }}
          onBlur={({ currentTarget }) =>
            (currentTarget.value = String(settings.thresholds.value.maxDetections))
          }
        />
      </div>
      <label class={styles['check']}>
        <input
          type="checkbox"
          checked={agnostic}
          onChange={({ currentTarget }) => settings.set({ agnostic: currentTarget.checked })}
        />
        Overlap across classes
      </label>
    </Panel>
  );
}

interface SliderProps {
  readonly label: string;
  readonly min: number;
  /** `min` to 1 */
  readonly value: number;
  readonly onChange: (value: number) => void;
}

function Slider({ label, min, value, onChange }: SliderProps) {
  const id = `slider-${label.replace(/\W+/g, '-').toLowerCase()}`;
  return (
    <div class={styles['slider']}>
      <label for={id}>{label}</label>
      <span class={styles['value']} aria-hidden="true">
        {value.toFixed(2)}
      </span>
      <input
        id={id}
        type="range"
        min={min}
        max={1}
        step={0.01}
        value={value}
        onInput={({ currentTarget }) => onChange(currentTarget.valueAsNumber)}
      />
    </div>
  );
}
