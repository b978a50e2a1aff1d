import { useComputed } from '@preact/signals';
import type { App } from '../state/app';
import { downloads, type Finding } from '../state/downloads';
import { reportOf } from '../state/report';
import { classColor } from './class-color';
import { DetectionTable } from './DetectionTable';
import { Panel } from './Panel';
import styles from './ResultPanel.module.css';
import { TimingList } from './TimingList';

/** What was found in the picture in view, and the files that can be made of it. */
export function ResultPanel({ app }: { readonly app: App }) {
  const { pictures, settings } = app;
  const findings = useComputed(() =>
    pictures.items.value.flatMap((item): (Finding & { id: number })[] => {
      const report = reportOf(item, settings.thresholds.value, app.maps);
      return report ? [{ id: item.id, file: item.file, report }] : [];
    }),
  ).value;
  const shown = findings.find(({ id }) => id === pictures.selected.value?.id);
  if (!shown) return null;
  const status = pictures.selected.value?.status.value;
  return (
    <Panel title="Result">
      {status?.kind === 'done' && status.result.reducedFrom !== undefined && (
        <p class={styles['reduced']}>
          The engine stopped at an input size of {status.result.reducedFrom} px, so this was found at{' '}
          {Math.max(shown.report.input.width, shown.report.input.height)} px.
        </p>
      )}
      <DetectionTable report={shown.report} active={app.active} onReveal={(box) => app.viewer.reveal(box)} />
      <TimingList timings={shown.report.timings} />
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
        {findings.length > 1 && (
          <button type="button" onClick={() => void downloads.all(findings, classColor)}>
            Download all ({findings.length} pictures)
          </button>
        )}
      </div>
    </Panel>
  );
}
