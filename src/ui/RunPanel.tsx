import type { App } from '../state/app';
import { DownloadOffer } from './DownloadOffer';
import { EngineSelect } from './EngineSelect';
import { formatBytes, formatSeconds } from './format';
import { KeptNote } from './KeptNote';
import { Panel } from './Panel';
import { runStatus } from './run-status';
import styles from './RunPanel.module.css';
import { sentenceFor } from './sentences';
import { TilesSelect } from './TilesSelect';

/** The model, and the run over the pictures. */
export function RunPanel({ app }: { readonly app: App }) {
  const { library, models, pictures, detector, settings } = app;
  const state = models.state.value;
  const run = detector.run.value;
  const running = detector.busy.value;
  const share = run.kind === 'running' && run.tile ? run.tile.done / run.tile.total : 0;
  const dynamic = state.kind === 'ready' && state.model.metadata.dynamic ? state.model.metadata : undefined;
  return (
    <Panel title="Detection">
      <label class={styles['field']}>
        Model
        <select
          disabled={running}
          value={models.selected.value?.id}
          onChange={({ currentTarget }) => void models.select(currentTarget.value)}
        >
          {library.models.value.map(({ id, label, size, state: where }) => (
            <option key={id} value={id}>
              {label}
              {size !== undefined && ` · ${formatBytes(size)}`}
              {where === 'remote' && ' · not here yet'}
            </option>
          ))}
        </select>
      </label>
      {state.kind === 'failed' && (
        <div class={styles['failed']}>
          <p>
            <strong>{models.selected.value?.label ?? 'Models'}:</strong> {sentenceFor(state.error)}
          </p>
          <button type="button" onClick={() => void models.retry()}>
            Try again
          </button>
        </div>
      )}
      {state.kind === 'absent' && <DownloadOffer app={app} />}
      {dynamic && (
        <label class={styles['field']}>
          Input size
          <select
            disabled={running}
            value={settings.inputSize.value ?? ''}
            onChange={({ currentTarget }) =>
              (settings.inputSize.value =
                currentTarget.value === '' ? undefined : Number(currentTarget.value))
            }
          >
            <option value="">
              the model's own, {Math.max(dynamic.inputSize.width, dynamic.inputSize.height)} px
            </option>
            {INPUT_SIZES.map((size) => (
              <option key={size} value={String(size)}>
                {size} px
              </option>
            ))}
          </select>
        </label>
      )}
      <TilesSelect settings={settings} disabled={running} />
      <EngineSelect app={app} disabled={running} />
      <div class={styles['actions']}>
        <button
          type="button"
          class={styles['detect']}
          disabled={pictures.items.value.length === 0}
          // Not disabled, which would take the focus from it with each run.
          aria-disabled={running}
          onClick={() => void detector.detect()}
        >
          Detect
        </button>
        {running && (
          <button type="button" onClick={() => detector.cancel()}>
            Cancel
          </button>
        )}
      </div>
      {run.kind === 'running' && (run.total > 1 || run.tile) && (
        <progress aria-label="Pictures done" value={run.done + share} max={run.total} />
      )}
      {run.kind === 'running' && run.total > 1 && run.secondsLeft !== undefined && (
        <p class={styles['left']}>About {formatSeconds(run.secondsLeft)} left</p>
      )}
      <p role="status" aria-busy={detector.busy} class={styles['status']}>
        {/* A new element for each run, so that the same sentence is said again. */}
        <span key={run}>{runStatus(app)}</span>
      </p>
      <KeptNote keeping={app.keeping} />
    </Panel>
  );
}

/** Longest side of the input in pixels; multiples of the stride, as every network of this kind asks for. */
const INPUT_SIZES = [320, 416, 512, 640, 768, 960, 1152, 1280, 1536];
