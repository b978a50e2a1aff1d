import { useSignal } from '@preact/signals';
import { downloads, type Finding } from '../state/downloads';
import { classColor } from './class-color';
import styles from './DownloadButtons.module.css';

export interface DownloadButtonsProps {
  readonly shown: Finding;
  /** Of all pictures, the one shown included. */
  readonly findings: readonly Finding[];
}

/** The files that can be made of what was found. */
export function DownloadButtons({ shown, findings }: DownloadButtonsProps) {
  const undrawn = useSignal<readonly string[]>([]);

  async function savePng(): Promise<void> {
    const { name } = shown.report.picture;
    undrawn.value = await downloads.png(shown, classColor).then(
      () => [],
      () => [name],
    );
  }

  async function saveAll(): Promise<void> {
    undrawn.value = await downloads.all(findings, classColor);
  }

  return (
    <div class={styles['downloads']}>
      <button type="button" onClick={() => void savePng()}>
        Download PNG
      </button>
      <button type="button" onClick={() => downloads.json(shown)}>
        Download JSON
      </button>
      <button type="button" onClick={() => downloads.csv(shown)}>
        Download CSV
      </button>
      {shown.report.map && (
        <>
          <button type="button" onClick={() => downloads.stormCsv(shown)}>
            Download storm CSV
          </button>
          <button type="button" onClick={() => downloads.geojson(shown)}>
            Download GeoJSON
          </button>
        </>
      )}
      {findings.length > 1 && (
        <button type="button" onClick={() => void saveAll()}>
          Download all ({findings.length} pictures)
        </button>
      )}
      {undrawn.value.length > 0 && (
        <p role="alert">
          Could not be drawn: {undrawn.value.join(', ')}. The file can no longer be read, or is too large.
        </p>
      )}
    </div>
  );
}
