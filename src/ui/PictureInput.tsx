import type { App } from '../state/app';
import { SAMPLES } from '../state/samples';
import styles from './PictureInput.module.css';

/** Some phones cannot choose a folder. */
const FOLDERS = 'webkitdirectory' in HTMLInputElement.prototype;

/** The file and folder pickers, and the samples once there are pictures. */
export function PictureInput({ app }: { readonly app: App }) {
  const some = app.pictures.items.value.length > 0;
  return (
    <div class={styles['bar']}>
      <label class={styles['choose']}>
        <span class={styles['face']} aria-hidden="true">
          {some ? 'Add pictures' : 'Choose pictures'}
        </span>
        <input
          class="visually-hidden"
          type="file"
          multiple
          accept="image/*,.pgw,.jgw,.wld"
          aria-label="Pictures"
          onChange={({ currentTarget }) => {
            app.addFiles(Array.from(currentTarget.files ?? []));
            // The same file may be chosen again.
            currentTarget.value = '';
          }}
        />
      </label>
      {FOLDERS && (
        <label class={styles['choose']}>
          <span class={styles['face']} aria-hidden="true">
            Choose folder
          </span>
          <input
            class="visually-hidden"
            type="file"
            {...{ webkitdirectory: true }}
            aria-label="Choose folder"
            onChange={({ currentTarget }) => {
              app.addFolder(Array.from(currentTarget.files ?? []));
              currentTarget.value = '';
            }}
          />
        </label>
      )}
      {some &&
        SAMPLES.map((sample) => (
          <button type="button" key={sample.id} onClick={() => void app.addSample(sample.id)}>
            Sample: {sample.label}
          </button>
        ))}
      {some && (
        <button type="button" class={styles['clear']} onClick={() => app.pictures.clear()}>
          Remove all
        </button>
      )}
    </div>
  );
}
