import type { ModelView } from '../shared/models-api';
import type { App } from '../state/app';
import styles from './ModelActions.module.css';

interface ModelActionsProps {
  readonly app: App;
  readonly model: ModelView;
}

/** What can be done with a model as it is. */
export function ModelActions({ app, model }: ModelActionsProps) {
  const { library } = app;
  const { id, state, shareable, progress } = model;
  const kept = ['kept', 'memory', 'update', 'damaged'].includes(state);
  const missing = ['remote', 'partial', 'update', 'damaged'].includes(state);
  return (
    <div class={styles['actions']}>
      {missing && !progress && <Action label="Download" run={() => library.download(id)} />}
      {progress && <Action label="Cancel download" run={() => library.cancel(id)} />}
      {(state === 'partial' || progress) && <Action label="Discard" run={() => library.discard(id)} />}
      {kept && <Action label="Verify" run={() => library.verify(id)} />}
      {kept && model.commit !== undefined && (
        <Action label="Check for updates" run={() => library.checkForUpdates(id)} />
      )}
      {kept && state !== 'damaged' && <Action label="Export" run={() => app.saveModel(model)} />}
      {kept && <Action label="Delete" run={() => library.remove(id)} />}
      {shareable && <Action label="Copy link" run={() => app.copyLink(model)} />}
    </div>
  );
}

function Action({ label, run }: { readonly label: string; readonly run: () => Promise<void> }) {
  return (
    <button type="button" onClick={() => void run()}>
      {label}
    </button>
  );
}
