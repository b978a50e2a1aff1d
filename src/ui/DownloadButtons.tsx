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
  return (
    <div class={styles['downloads']}>
      <button type="button" onClick={() => void downloads.png(shown, classColor)}>
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
        <button type="button" onClick={() => void downloads.all(findings, classColor)}>
          Download all ({findings.length} pictures)
        </button>
      )}
    </div>
  );
}
