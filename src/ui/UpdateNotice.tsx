import type { App } from '../state/app';
import { sentenceFor } from './sentences';
import styles from './UpdateNotice.module.css';

/** Offers the new version of the site; taking it reloads the page, so it is the person's choice when. */
export function UpdateNotice({ app }: { readonly app: App }) {
  const problem = app.problem.value;
  return (
    <>
      {app.updateReady.value && (
        <div class={styles['notice']}>
          <p>A new version of this site is ready.</p>
          <button type="button" onClick={() => app.update()}>
            Reload
          </button>
        </div>
      )}
      {problem && <p class={styles['problem']}>{sentenceFor(problem)}</p>}
    </>
  );
}
