import type { DownloadProgress } from '../shared/models-api';
import styles from './DownloadStatus.module.css';
import { formatBytes, formatSeconds } from './format';

interface DownloadStatusProps {
  readonly label: string;
  readonly progress: DownloadProgress;
}

/** A running download: bytes, rate, time left, or what it waits for. */
export function DownloadStatus({ label, progress }: DownloadStatusProps) {
  const { received, total, bytesPerSecond, secondsLeft, waiting } = progress;
  return (
    <div class={styles['status']}>
      {total === undefined ? (
        <progress aria-label={label} />
      ) : (
        <progress aria-label={label} value={received} max={total} />
      )}
      <span>
        {formatBytes(received)}
        {total !== undefined && ` of ${formatBytes(total)}`}
        {waiting
          ? ' · interrupted, trying again soon'
          : bytesPerSecond > 0 && ` · ${formatBytes(bytesPerSecond)}/s`}
        {!waiting && secondsLeft !== undefined && ` · ${formatSeconds(secondsLeft)} left`}
      </span>
    </div>
  );
}
