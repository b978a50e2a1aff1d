import { useComputed } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { MDAD_MINIMUM_KM2 } from '../maps/storm-geometry';
import type { App } from '../state/app';
import type { Finding } from '../state/downloads';
import { perItem } from '../state/per-item';
import { reportOf } from '../state/report';
import type { PictureItem } from '../state/pictures';
import { DetectionTable } from './DetectionTable';
import { formatCount } from './format';
import { Panel } from './Panel';
import styles from './ResultPanel.module.css';
import { TimingList } from './TimingList';
import { usePart } from './use-part';

/** What was found in the picture in view, and the files that can be made of it. */
export function ResultPanel({ app }: { readonly app: App }) {
  const { pictures, settings } = app;
  const findingOf = useMemo(
    () =>
      perItem((item): (Finding & { item: PictureItem }) | undefined => {
        const report = reportOf(item, settings.thresholds.value, app.maps, app.sequence);
        return report && { item, file: item.file, report };
      }),
    [app],
  );
  const findings = useComputed(() => pictures.items.value.flatMap((item) => findingOf(item) ?? [])).value;
  // As soon as there are pictures, so that it is there with the first result.
  const part = usePart(
    () => pictures.items.value.length > 0,
    async () => (await import('./DownloadButtons')).DownloadButtons,
  );
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
      {part === 'failed' && (
        <p>The downloads could not be loaded. Reload the page once there is a network.</p>
      )}
      {typeof part === 'object' && <part.View shown={shown} findings={findings} />}
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
