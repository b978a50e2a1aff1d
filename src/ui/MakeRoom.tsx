import type { App } from '../state/app';
import type { ModelView } from '../shared/models-api';
import { formatBytes, formatDate } from './format';
import styles from './MakeRoom.module.css';
import actionStyles from './ModelActions.module.css';

interface MakeRoomProps {
  readonly app: App;
  /** Of the model that found no room. */
  readonly id: string;
  readonly label: string;
  /** What is done once there is some. */
  readonly next: 'download' | 'add';
}

/** Where there is no room for a model: what may go to make some. */
export function MakeRoom({ app: { room }, id, label, next }: MakeRoomProps) {
  const choice = room.choice(id);
  if (!choice) return null;
  const { deletable, freed } = choice;
  return (
    <fieldset class={styles['room']}>
      <legend>Make room for {label}</legend>
      {deletable.map(({ model, bytes, ticked }) => (
        <label key={model.id}>
          <input
            type="checkbox"
            checked={ticked}
            onChange={({ currentTarget }) => room.tick(id, model.id, currentTarget.checked)}
          />
          <span>
            <strong>{model.label}</strong>, {formatBytes(bytes)}, {lastUse(model)}
          </span>
        </label>
      ))}
      <output>{balance(choice)}</output>
      <div class={actionStyles['actions']}>
        {deletable.length > 0 && (
          <button type="button" disabled={freed === 0} onClick={() => void room.free(id)}>
            Delete these and {next}
          </button>
        )}
        <button type="button" onClick={() => room.leave(id)}>
          Delete nothing
        </button>
      </div>
    </fieldset>
  );
}

function lastUse({ keptAt, usedAt }: ModelView): string {
  if (keptAt === undefined) return 'partly downloaded';
  return usedAt === undefined ? 'never used' : `last used ${formatDate(usedAt)}`;
}

function balance({ missing, deletable, freed }: NonNullable<ReturnType<App['room']['choice']>>): string {
  if (deletable.length === 0) return 'There is no other model to delete. Free space on the disk instead.';
  const sum = `Deleting the ticked ones frees ${formatBytes(freed)}`;
  if (missing === undefined) return `${sum}.`;
  return `${sum}; ${formatBytes(missing)} are missing.${freed < missing ? ' That is not enough.' : ''}`;
}
