import type { Timings } from '../shared/types';
import { formatDuration } from './format';
import styles from './TimingList.module.css';

const STAGES = [
  ['decode', 'Decode'],
  ['letterbox', 'Letterbox'],
  ['inference', 'Inference'],
  ['suppression', 'Suppression'],
] as const;

/** The time each stage took for the picture in view. */
export function TimingList({ timings }: { readonly timings: Timings }) {
  return (
    <dl class={styles['timings']} aria-label="Time by stage">
      {STAGES.map(([key, label]) => (
        <div key={key}>
          <dt>{label}</dt>
          <dd>{formatDuration(timings[key])}</dd>
        </div>
      ))}
    </dl>
  );
}
