import type { Models, ModelState } from '../state/models';
import styles from './EngineStatus.module.css';
import { formatBytes } from './format';

/** What runs, or how far it is from running, in bytes. */
export function EngineStatus({ models }: { readonly models: Models }) {
  const state = models.state.value;
  if (state.kind === 'opening') return <Opening state={state} />;
  if (state.kind !== 'ready') return null;
  const { threads, isolated } = state.model.engine;
  return (
    <p class={styles['ready']} title={isolated ? undefined : WHY_ONE_THREAD}>
      WebAssembly, {threads === 1 ? 'one thread' : `${threads} threads`}
      {!isolated && <span class={styles['note']}> (this host or browser does not allow more)</span>}
    </p>
  );
}

const WHY_ONE_THREAD =
  'Threads need cross-origin isolation, which neither the server nor a service worker could switch on.';

function Opening({ state }: { readonly state: ModelState & { kind: 'opening' } }) {
  const received = state.progress.reduce((sum, part) => sum + part.received, 0);
  const known = state.progress.every((part) => part.total !== undefined);
  const total = state.progress.reduce((sum, part) => sum + (part.total ?? 0), 0);
  const arrived = known && total > 0 && received >= total;
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
