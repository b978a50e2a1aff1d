import type { App } from '../state/app';
import { formatCount } from './format';
import { solNote, solText } from './map-sentences';
import { Panel } from './Panel';
import styles from './SequencePanel.module.css';

/** The way through the sols, where there are maps of more than one. */
export function SequencePanel({ app }: { readonly app: App }) {
  const { sequence, pictures } = app;
  const maps = sequence.maps.value;
  if (maps.length === 0) return null;
  const index = maps.findIndex(({ item }) => item === pictures.selected.value);
  const place = maps[index]?.place;
  const text = place ? solText(place) : 'The picture in view is no map of the sequence.';
  return (
    <Panel title="Sequence">
      <div class={styles['row']}>
        <label for="sol">Sol</label>
        <span class={styles['value']} aria-hidden="true">
          {text}
        </span>
        <span class={styles['count']}>{formatCount(maps.length)} maps</span>
      </div>
      <div class={styles['row']}>
        <button
          type="button"
          aria-label="Previous sol"
          disabled={index === 0}
          onClick={() => sequence.move(-1)}
        >
          ‹
        </button>
        <input
          id="sol"
          class={styles['slider']}
          type="range"
          min={0}
          max={maps.length - 1}
          step={1}
          value={Math.max(index, 0)}
          aria-valuetext={text}
          onInput={({ currentTarget }) => {
            const map = maps[currentTarget.valueAsNumber];
            if (map) pictures.select(map.item.id);
          }}
        />
        <button
          type="button"
          aria-label="Next sol"
          disabled={index === maps.length - 1}
          onClick={() => sequence.move(1)}
        >
          ›
        </button>
      </div>
      <p class={styles['note']}>{place && solNote(place)}</p>
    </Panel>
  );
}
