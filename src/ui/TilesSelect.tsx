import type { Settings } from '../state/settings';
import styles from './RunPanel.module.css';

/** Sides of tiles in picture pixels. */
const SIDES = [512, 640, 768, 1024, 1280, 1536, 2048];

/** Whether large pictures are cut into tiles, and how large these are. */
export function TilesSelect({
  settings,
  disabled,
}: {
  readonly settings: Settings;
  readonly disabled: boolean;
}) {
  const { slicing } = settings;
  return (
    <label class={styles['field']}>
      Tiles
      <select
        disabled={disabled}
        value={slicing.value}
        onChange={({ currentTarget: { value } }) =>
          (slicing.value = value === 'auto' || value === 'off' ? value : Number(value))
        }
      >
        <option value="auto">Automatic, for whole maps</option>
        <option value="off">Off: the picture as a whole</option>
        {SIDES.map((side) => (
          <option key={side} value={side}>
            {side} x {side} px of the picture
          </option>
        ))}
      </select>
    </label>
  );
}
