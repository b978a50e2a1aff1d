import type { App } from '../state/app';
import { SAMPLES } from '../state/samples';
import styles from './EmptyStage.module.css';

/** What stands in the picture's place before there is one. */
export function EmptyStage({ app }: { readonly app: App }) {
  return (
    <section class={styles['empty']} aria-labelledby="empty-title">
      <h2 id="empty-title">Find dust storms in pictures of Mars</h2>
      <p class={styles['hint']}>
        Drop pictures anywhere on this page, paste one, or choose files below. Nothing is uploaded.
      </p>
      <p class={styles['hint']}>No picture at hand? Try one of these:</p>
      <ul class={styles['samples']}>
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
    </section>
  );
}
