import type { App } from '../state/app';
import type { EngineWish } from '../state/choose-backends';
import { engineReason, ENGINE_WISHES } from './engine-sentences';
import styles from './EngineSelect.module.css';
import runStyles from './RunPanel.module.css';

/** What computes, and why. */
export function EngineSelect({ app, disabled }: { readonly app: App; readonly disabled: boolean }) {
  const { engine, models } = app;
  const state = models.state.value;
  const givenUp = state.kind === 'ready' ? state.givenUp : undefined;
  return (
    <div class={styles['engine']}>
      <label class={runStyles['field']}>
        Engine
        <select
          disabled={disabled}
          aria-describedby="engine-reason"
          value={engine.wish.value}
          onChange={({ currentTarget }) => {
            engine.setWish(currentTarget.value as EngineWish);
            void models.retry();
          }}
        >
          {ENGINE_WISHES.map(({ id, label }) => (
            <option key={id} value={id}>
              {label}
            </option>
          ))}
        </select>
      </label>
      <p id="engine-reason" class={styles['reason']} data-notice={givenUp !== undefined || undefined}>
        {state.kind === 'ready' && engineReason(engine.reason.value, givenUp)}
      </p>
    </div>
  );
}
