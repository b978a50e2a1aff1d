import { useSignal } from '@preact/signals';
import type { App } from '../state/app';
import styles from './AboutDevice.module.css';

/** What this device can do and runs, to be read or sent along with a question. */
export function AboutDevice({ app }: { readonly app: App }) {
  const copied = useSignal<boolean | undefined>(undefined);
  const report = useSignal<Readonly<Record<string, string | number | boolean>>>({});
  return (
    <details
      class={styles['about']}
      onToggle={({ currentTarget }) => {
        if (currentTarget.open) void app.deviceReport().then((next) => (report.value = next));
      }}
    >
      <summary>About this device</summary>
      <dl>
        {Object.entries(report.value).map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{String(value)}</dd>
          </div>
        ))}
      </dl>
      <button
        type="button"
        onClick={() => {
          void app.copyText(JSON.stringify(report.value, undefined, 2)).then((done) => (copied.value = done));
        }}
      >
        {copied.value ? 'Copied' : 'Copy as JSON'}
      </button>
      {copied.value === false && (
        <p role="alert">The browser copies nothing for this page. Select the lines above.</p>
      )}
    </details>
  );
}
