import type { App } from '../state/app';
import { shownDetections } from '../state/shown-detections';
import { plural } from './format';

/** One sentence on what is going on, for everybody and for screen readers. */
export function runStatus({ detector, maps, models, pictures, settings }: App): string {
  const run = detector.run.value;
  const count = pictures.items.value.length;
  switch (run.kind) {
    case 'waiting':
      return `Waiting for the engine, then ${plural(run.total, 'picture', 'pictures')}.`;
    case 'running':
      return [
        `Running ${run.name}`,
        run.tile && `tile ${run.tile.done} of ${run.tile.total} done`,
        run.total > 1 && `${plural(run.total - run.done, 'picture', 'pictures')} left`,
      ]
        .filter(Boolean)
        .join(', ')
        .concat('.');
    case 'finished':
      return count === 0 ? 'No pictures yet.' : finished();
    case 'idle':
      if (['failed', 'absent'].includes(models.state.value.kind)) return 'No model is open.';
      return count === 0 ? 'No pictures yet.' : queued();
  }

  function queued(): string {
    const done = pictures.items.value.filter(({ status }) => status.value.kind === 'done').length;
    const before = done > 0 ? `, ${done === count ? 'all' : done} done before` : '';
    return `${plural(count, 'picture', 'pictures')} in the queue${before}.`;
  }

  function finished(): string {
    const counts = pictures.items.value.flatMap((item) => {
      const status = item.status.value;
      if (status.kind !== 'done') return [];
      return [shownDetections(item, status.result, settings.thresholds.value, maps).length];
    });
    const found = counts.reduce((sum, count) => sum + count, 0);
    const failed = pictures.items.value.filter(({ status }) => status.value.kind === 'failed').length;
    return [
      `${plural(found, 'detection', 'detections')} in ${plural(counts.length, 'picture', 'pictures')}.`,
      failed > 0 ? `${plural(failed, 'picture was', 'pictures were')} left out.` : '',
      run.kind === 'finished' && run.cancelled ? 'Cancelled; what is done was kept.' : '',
    ]
      .filter(Boolean)
      .join(' ');
  }
}
