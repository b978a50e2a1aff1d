import type { App } from '../state/app';
import styles from './Problems.module.css';
import { sentenceFor } from './sentences';

/** The pictures that could not be done, each with what to do about it. */
export function Problems({ app }: { readonly app: App }) {
  const failed = app.pictures.items.value.flatMap((item) => {
    const status = item.status.value;
    return status.kind === 'failed' ? [{ item, error: status.error }] : [];
  });
  if (failed.length === 0) return null;
  return (
    <section class={styles['problems']} aria-labelledby="problems-title">
      <h2 id="problems-title">
        {failed.length === 1 ? 'One picture was left out' : `${failed.length} pictures were left out`}
      </h2>
      <ul>
        {failed.map(({ item, error }) => (
          <li key={item.id}>
            <strong>{item.name}</strong> {sentenceFor(error)}
            <button
              type="button"
              aria-label={`Remove ${item.name}`}
              onClick={() => app.pictures.remove(item.id)}
            >
              Remove
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
