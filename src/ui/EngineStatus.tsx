import type { ModelView } from '../shared/models-api';
import type { Models, ModelState } from '../state/models';
import { engineName } from './engine-sentences';
import styles from './EngineStatus.module.css';
import { formatBytes } from './format';

/** What runs, or how far it is from running, in bytes. */
export function EngineStatus({ models }: { readonly models: Models }) {
  const state = models.state.value;
  if (state.kind === 'opening') return <Opening engine={state.engine} model={models.selected.value} />;
  if (state.kind !== 'ready') return null;
  const { engine } = state.model;
  const fewer = engine.provider === 'wasm' && !engine.isolated;
  return (
    <p class={styles['ready']} title={fewer ? WHY_ONE_THREAD : undefined}>
      {engineName(engine)}
      {fewer && <span> (this host or browser does not allow more)</span>}
    </p>
  );
}

const WHY_ONE_THREAD =
  'Threads need cross-origin isolation, which neither the server nor a service worker could switch on.';

interface OpeningProps {
  readonly engine: (ModelState & { kind: 'opening' })['engine'];
  readonly model: ModelView | undefined;
}

function Opening({ engine, model }: OpeningProps) {
  const progress = model?.progress;
  const received = (engine?.received ?? 0) + (progress?.received ?? 0);
  const total = (engine?.total ?? 0) + (progress?.total ?? 0);
  const arrived = total > 0 && received >= total;
  return (
    <div class={styles['opening']}>
      <span id="opening-label">
        {arrived ? 'Starting the engine' : 'Loading engine and model'}
        {total > 0 && !arrived && ` · ${formatBytes(received)} of ${formatBytes(total)}`}
      </span>
      {total > 0 ? (
        <progress aria-labelledby="opening-label" value={received} max={total} />
      ) : (
        <progress aria-labelledby="opening-label" />
      )}
    </div>
  );
}
