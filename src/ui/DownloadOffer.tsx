import type { App } from '../state/app';
import styles from './DownloadOffer.module.css';
import { formatBytes } from './format';
import { DownloadStatus } from './DownloadStatus';
import { MakeRoom } from './MakeRoom';
import { sentenceFor } from './sentences';

/** Offers to fetch the chosen model, which is not on this device yet. */
export function DownloadOffer({ app }: { readonly app: App }) {
  const model = app.models.selected.value;
  if (!model) return null;
  const { id, label, size, progress, format } = model;
  const notice = app.library.notices.value.get(id);
  if (progress) return <DownloadStatus label={label} progress={progress} />;
  return (
    <div class={styles['offer']}>
      <p>
        <strong>{label}</strong> is not on this device yet
        {size === undefined ? '.' : `; it takes ${formatBytes(size)}.`}
        {format === 'checkpoint' && ' Of this checkpoint only the network is fetched, and converted here.'}
      </p>
      <button type="button" onClick={() => void app.library.download(id)}>
        Download
      </button>
      {notice?.kind === 'failed' && <p class={styles['failed']}>{sentenceFor(notice.error)}</p>}
      <MakeRoom app={app} id={id} label={label} next="download" />
    </div>
  );
}
