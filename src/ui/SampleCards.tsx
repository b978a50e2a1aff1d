import type { App } from '../state/app';
import { SAMPLES } from '../state/samples';
import styles from './SampleCards.module.css';

/** The samples as pictures, for somebody who comes without one. */
export function SampleCards({ app }: { readonly app: App }) {
  return (
    <div class={styles['samples']}>
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
