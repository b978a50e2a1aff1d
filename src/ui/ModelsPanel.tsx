import type { App } from '../state/app';
import { AboutDevice } from './AboutDevice';
import { AddModel } from './AddModel';
import { ModelRow } from './ModelRow';
import styles from './ModelsPanel.module.css';
import { StorageMeter } from './StorageMeter';

/** Everything about models: which there are, where they are, and how to get more. */
export function ModelsPanel({ app }: { readonly app: App }) {
  const { library } = app;
  return (
    <section class={styles['panel']} aria-labelledby="models-title">
      <h2 id="models-title">Models and storage</h2>
      <AddModel app={app} />
      <div class={styles['scroll']}>
        <table class={styles['table']} aria-label="Models">
          <thead>
            <tr>
              <th scope="col">Model</th>
              <th scope="col">State</th>
              <th scope="col">Size</th>
              <th scope="col">Commit</th>
              <th scope="col">SHA-256</th>
              <th scope="col">Actions</th>
            </tr>
          </thead>
          <tbody>
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
