import { useRef } from 'preact/hooks';
import type { App } from '../state/app';
import { AboutDevice } from './AboutDevice';
import { AddModel } from './AddModel';
import { ModelRow } from './ModelRow';
import styles from './ModelsPanel.module.css';
import { StorageMeter } from './StorageMeter';
import { useKeptFocus } from './use-kept-focus';

/** Everything about models: which there are, where they are, and how to get more. */
export function ModelsPanel({ app }: { readonly app: App }) {
  const { library } = app;
  const place = useRef<HTMLElement>(null);
  useKeptFocus(place);
  return (
    <section ref={place} class={styles['panel']} aria-labelledby="models-title">
      <h2 id="models-title">Models and storage</h2>
      <AddModel app={app} />
      <div class={styles['scroll']}>
        {/* The roles are said because a table that is laid out as blocks may lose them. */}
        <table class={styles['table']} role="table" aria-label="Models">
          <thead role="rowgroup">
            <tr role="row">
              <th role="columnheader" scope="col">
                Model
              </th>
              <th role="columnheader" scope="col">
                State
              </th>
              <th role="columnheader" scope="col">
                Size
              </th>
              <th role="columnheader" scope="col">
                Commit
              </th>
              <th role="columnheader" scope="col">
                SHA-256
              </th>
              <th role="columnheader" scope="col">
                Actions
              </th>
            </tr>
          </thead>
          <tbody role="rowgroup">
            {library.models.value.map((model) => (
              <ModelRow key={model.id} app={app} model={model} />
            ))}
          </tbody>
        </table>
      </div>
      <StorageMeter library={library} />
      <AboutDevice app={app} />
    </section>
  );
}
