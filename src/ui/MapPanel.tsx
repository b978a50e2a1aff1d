import { namePattern } from '../maps/name-pattern';
import type { App } from '../state/app';
import type { KnownMap } from '../state/maps';
import { ExtentFields } from './ExtentFields';
import { WORLD_FILE_SENTENCES } from './map-sentences';
import styles from './MapPanel.module.css';
import { Panel } from './Panel';

/** Whether the picture in view is a map, and of where on the planet. */
export function MapPanel({ app }: { readonly app: App }) {
  const { maps, pictures, viewer } = app;
  const item = pictures.selected.value;
  const size = viewer.picture.value;
  if (!item || !size) return null;
  const setting = maps.settingOf(item, size);
  return (
    <Panel title="Map">
      <label class={styles['check']}>
        <input
          type="checkbox"
          aria-describedby="map-source"
          checked={setting.isMap}
          onChange={({ currentTarget }) => maps.set(item, size, { isMap: currentTarget.checked })}
        />
        Whole map
      </label>
      <p class={styles['note']} id="map-source">
        {describe(setting, item.name)}
      </p>
      {setting.worldFile?.fault && (
        <p class={styles['fault']}>
          {setting.worldFile.name}: {WORLD_FILE_SENTENCES[setting.worldFile.fault]}
        </p>
      )}
      {setting.isMap && (
        <ExtentFields setting={setting} onChange={(change) => maps.set(item, size, change)} />
      )}
    </Panel>
  );
}

function describe({ source, worldFile }: KnownMap, name: string): string {
  switch (source) {
    case 'nothing':
      return 'For an equirectangular map with north up; boxes are then known in degrees.';
    case 'shape':
      return 'Twice as wide as high, so taken for a map of the whole planet. Untick it for a photograph.';
    case 'memory':
      return `Remembered for names like ${namePattern(name)}.`;
    case 'world-file':
      return `Read from ${worldFile?.name ?? 'its world file'}.`;
  }
}
