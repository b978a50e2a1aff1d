import type { Keeping } from '../state/keeping';
import { plural } from './format';
import styles from './KeptNote.module.css';

/** What is remembered of earlier runs, and a way to forget it. */
export function KeptNote({ keeping }: { readonly keeping: Keeping }) {
  const count = keeping.count.value;
  if (count === 0) return null;
  return (
    <div class={styles['kept']}>
      <p>
        {plural(count, 'result is', 'results are')} remembered on this device; the pictures are not. After
        closing the page add the same files or folder again: what was done is there, and Detect goes on with
        the rest.
      </p>
      <button type="button" onClick={() => void keeping.forget()}>
        Forget results
      </button>
    </div>
  );
}
