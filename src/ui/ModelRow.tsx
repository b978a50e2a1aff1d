import type { ModelView } from '../shared/models-api';
import type { App } from '../state/app';
import { DownloadStatus } from './DownloadStatus';
import { formatBytes } from './format';
import { MakeRoom } from './MakeRoom';
import { ModelActions } from './ModelActions';
import { ModelDetails } from './ModelDetails';
import { ModelNotice } from './ModelNotice';
import styles from './ModelRow.module.css';

const STATES: Readonly<Record<ModelView['state'], string>> = {
  bundled: 'part of this site',
  kept: 'on this device',
  memory: 'in memory, until this tab closes',
  partial: 'partly downloaded',
  remote: 'not on this device',
  update: 'on this device, update available',
  damaged: 'damaged, not used',
};

interface ModelRowProps {
  readonly app: App;
  readonly model: ModelView;
}

/** One model: what it is, where it is, and what can be done with it. */
export function ModelRow({ app, model }: ModelRowProps) {
  const { label, state, size, received, needed, commit, sha256, sha256Published, progress } = model;
  return (
    <tr role="row">
      <th role="rowheader" scope="row">
        <span class={styles['label']}>{label}</span>
        <ModelDetails model={model} />
      </th>
      <td role="cell" data-state={state} class={styles['state']}>
        {progress ? (
          <DownloadStatus label={label} progress={progress} />
        ) : (
          <>
            {STATES[state]}
            {state === 'partial' &&
              needed !== undefined &&
              ` (${formatBytes(received)} of ${formatBytes(needed)})`}
          </>
        )}
        <ModelNotice notice={app.library.notices.value.get(model.id)} />
        {!progress && <MakeRoom app={app} id={model.id} label={label} next="download" />}
      </td>
      <td role="cell" data-label="Size">
        {size === undefined ? 'unknown' : formatBytes(size)}
      </td>
      <td role="cell" data-label="Commit">
        {commit ? <code title={commit}>{commit.slice(0, 7)}</code> : '-'}
      </td>
      <td role="cell" data-label="SHA-256">
        {sha256 ? (
          <code title={`${sha256}, ${sha256Published ? 'as published' : 'recorded on first use'}`}>
            {sha256.slice(0, 10)}…
          </code>
        ) : (
          '-'
        )}
      </td>
      <td role="cell">
        <ModelActions app={app} model={model} />
      </td>
    </tr>
  );
}
