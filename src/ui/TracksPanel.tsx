import type { App } from '../state/app';
import { sequenceDownloads } from '../state/sequence-downloads';
import { DustyAreaPlot } from './DustyAreaPlot';
import { DustyAreaTable } from './DustyAreaTable';
import { plural } from './format';
import { Panel } from './Panel';
import styles from './TracksPanel.module.css';
import { TrackTable } from './TrackTable';

/** Storms through the sols, and the area of their boxes. */
export function TracksPanel({ app }: { readonly app: App }) {
  const linked = app.sequence.linked.value;
  const { tracks, dustyArea } = linked;
  return (
    <>
      <Panel title="Tracks">
        <p class={styles['note']}>
          {plural(tracks.length, 'storm', 'storms')} followed over {plural(dustyArea.length, 'map', 'maps')}{' '}
          by the overlap of boxes: dust that moves by more than its own size in a sol begins a new track,
          storms that cross may be taken for one another, and haze looks like a storm.
        </p>
        {tracks.length > 0 && <TrackTable app={app} linked={linked} />}
        <div class={styles['downloads']}>
          <button type="button" onClick={() => sequenceDownloads.tracks(linked)}>
            Download tracks CSV
          </button>
        </div>
      </Panel>
      <Panel title="Dusty area">
        <p class={styles['note']}>
          Sum of the boxes by sol and latitude, in million square kilometres: overlapping boxes count twice,
          and a box is larger than the dust in it.
        </p>
        <DustyAreaPlot areas={dustyArea} />
        <DustyAreaTable areas={dustyArea} />
        <div class={styles['downloads']}>
          <button type="button" onClick={() => sequenceDownloads.dustyArea(linked)}>
            Download dusty area CSV
          </button>
        </div>
      </Panel>
    </>
  );
}
