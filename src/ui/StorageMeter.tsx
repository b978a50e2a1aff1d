import type { Library } from '../state/library';
import { formatBytes } from './format';
import styles from './StorageMeter.module.css';

/** What the models take, and whether the browser has promised to keep them. */
export function StorageMeter({ library }: { readonly library: Library }) {
  const report = library.storage.value;
  if (!report) return null;
  const { available, usage, quota, persisted } = report;
  if (!available) {
    return (
      <p class={styles['storage']}>
        This browser gives no storage here (a private window?): models stay in memory and are gone when the
        tab is closed.
      </p>
    );
  }
  return (
    <div class={styles['storage']}>
      {usage !== undefined && quota !== undefined && (
        <label>
          Storage used: {formatBytes(usage)} of {formatBytes(quota)}
          <meter min={0} max={quota} high={quota * 0.9} value={usage} />
        </label>
      )}
      {persisted !== undefined && (
        <p>
          {persisted
            ? 'The browser keeps it until you delete it.'
            : 'The browser may clear it when the disk is full; it has not promised to keep it.'}
        </p>
      )}
    </div>
  );
}
