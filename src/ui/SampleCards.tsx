import type { App } from '../state/app';
import { SAMPLES } from '../state/samples';
import styles from './SampleCards.module.css';

interface SampleCardsProps {
  readonly app: App;
  /** Not gone: the browser would decode the pictures anew each time that they come back, and hold on to all of it. */
  readonly hidden: boolean;
}

/** The samples as pictures, for somebody who comes without one. */
export function SampleCards({ app, hidden }: SampleCardsProps) {
  return (
    <div class={styles['samples']} hidden={hidden}>
      <p class={styles['hint']}>No picture at hand? Try one of these:</p>
      <ul class={styles['list']}>
        {SAMPLES.map((sample) => (
          <li key={sample.id}>
            <button
              type="button"
              class={styles['sample']}
              aria-label={`Sample: ${sample.label}`}
              onClick={() => void app.addSample(sample.id)}
            >
              <img src={`./${sample.path}`} alt="" width="320" height="160" />
              <span>{sample.label}</span>
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}
