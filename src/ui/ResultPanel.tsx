import { useComputed } from '@preact/signals';
import { MDAD_MINIMUM_KM2 } from '../maps/storm-geometry';
import type { App } from '../state/app';
import { downloads, type Finding } from '../state/downloads';
import { reportOf } from '../state/report';
import type { PictureItem } from '../state/pictures';
import { classColor } from './class-color';
import { DetectionTable } from './DetectionTable';
import { formatCount } from './format';
import { Panel } from './Panel';
import styles from './ResultPanel.module.css';
import { TimingList } from './TimingList';

/** What was found in the picture in view, and the files that can be made of it. */
export function ResultPanel({ app }: { readonly app: App }) {
  const { pictures, settings } = app;
  const findings = useComputed(() =>
    pictures.items.value.flatMap((item): (Finding & { item: PictureItem })[] => {
      const report = reportOf(item, settings.thresholds.value, app.maps, app.sequence);
      return report ? [{ item, file: item.file, report }] : [];
    }),
  ).value;
  const shown = findings.find(({ item }) => item === pictures.selected.value);
  if (!shown) return null;
  const { item, report } = shown;
  const status = item.status.value;
  return (
    <Panel title="Result">
      {status.kind === 'done' && status.result.reducedFrom !== undefined && (
        <p class={styles['reduced']}>
          The engine stopped at an input size of {status.result.reducedFrom} px, so this was found at{' '}
          {Math.max(report.input.width, report.input.height)} px.
        </p>
      )}
      {report.map && <SmallStorms maps={app.maps} />}
      <DetectionTable
        report={report}
        convention={app.maps.settingOf(item, report.picture).convention}
        smallHidden={report.map !== undefined && app.maps.hideSmall.value}
        active={app.active}
        onReveal={(box) => app.viewer.reveal(box)}
      />
      <TimingList timings={report.timings} />
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
        {report.map && (
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
    </Panel>
  );
}

/** The Mars Dust Activity Database lists none of these. */
function SmallStorms({ maps }: { readonly maps: App['maps'] }) {
  return (
    <label class={styles['check']}>
      <input
        type="checkbox"
        checked={maps.hideSmall.value}
        onChange={({ currentTarget }) => maps.setHideSmall(currentTarget.checked)}
      />
      Hide storms under {formatCount(MDAD_MINIMUM_KM2)} km²
    </label>
  );
}
