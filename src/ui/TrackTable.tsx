import type { StormTrack } from '../maps/to-tracks';
import type { App } from '../state/app';
import { reportOf } from '../state/report';
import type { LinkedStorms } from '../state/sequence';
import { formatCount } from './format';
import { moveWithArrows } from './move-with-arrows';
import { tieText } from './track-text';
import styles from './TrackTable.module.css';

interface TrackTableProps {
  readonly app: App;
  readonly linked: LinkedStorms;
}

/** One row a track; choosing one shows where it begins. */
export function TrackTable({ app, linked }: TrackTableProps) {
  const { active, pictures, sequence, settings, maps } = app;
  const shown = pictures.selected.value;
  const report = shown && reportOf(shown, settings.thresholds.value, maps, sequence);
  const pointed = report?.map?.storms[active.value ?? -1]?.track;
  return (
    <div class={styles['scroll']}>
      <table class={styles['table']} aria-label="Tracks">
        <thead>
          <tr>
            <th scope="col">#</th>
            <th scope="col">First sol</th>
            <th scope="col">Last sol</th>
            <th scope="col">Sols</th>
            <th scope="col">Largest km²</th>
            <th scope="col">Path km</th>
            <th scope="col">Other tracks</th>
          </tr>
        </thead>
        <tbody onKeyDown={moveWithArrows}>
          {linked.tracks.map((track) => (
            <TrackRow
              key={track.id}
              track={track}
              active={track.id === pointed}
              onChoose={() => app.showStorm(track.storms[0])}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

interface TrackRowProps {
  readonly track: StormTrack;
  readonly active: boolean;
  readonly onChoose: () => void;
}

function TrackRow({ track, active, onChoose }: TrackRowProps) {
  return (
    <tr data-active={active || undefined} onClick={onChoose}>
      <th scope="row">
        <button type="button" class={styles['number']} aria-label={`Show track ${track.id}`}>
          {track.id}
        </button>
      </th>
      <td>{track.firstSol}</td>
      <td>{track.lastSol}</td>
      <td>{track.duration}</td>
      <td>{formatCount(track.largestKm2)}</td>
      <td>{formatCount(track.pathKm)}</td>
      <td>
        {[...track.predecessors.map(tieText.before), ...track.successors.map(tieText.after)].join('; ')}
      </td>
    </tr>
  );
}
