import { useSignal } from '@preact/signals';
import type { App } from '../state/app';
import { ADDING } from '../state/library';
import styles from './AddModel.module.css';
import { formatBytes } from './format';
import { MakeRoom } from './MakeRoom';
import { ModelNotice } from './ModelNotice';

/** The ways to a model: a reference, a file, and a token where the hub asks for one. */
export function AddModel({ app }: { readonly app: App }) {
  const { library } = app;
  const reference = useSignal('');
  const busy = useSignal(false);
  const refused = app.refused.value;

  async function add(text: string): Promise<void> {
    busy.value = true;
    const model = await library.add(text);
    busy.value = false;
    if (!model) return;
    reference.value = '';
    await app.models.select(model.id);
  }

  return (
    <div class={styles['add']}>
      <form
        class={styles['form']}
        onSubmit={(event) => {
          event.preventDefault();
          void add(reference.value);
        }}
      >
        <label class={styles['reference']}>
          Hugging Face model or address
          <input
            type="text"
            placeholder="owner/repo/model.onnx"
            autocomplete="off"
            spellcheck={false}
            value={reference.value}
            onInput={({ currentTarget }) => (reference.value = currentTarget.value)}
          />
        </label>
        <button type="submit" disabled={busy.value || reference.value.trim() === ''}>
          Add model
        </button>
        <label class={styles['file']}>
          <span>or a file of your own</span>
          <input
            type="file"
            accept=".onnx,.pt"
            aria-label="Model file"
            onChange={({ currentTarget }) => {
              app.addFiles(Array.from(currentTarget.files ?? []));
              currentTarget.value = '';
            }}
          />
        </label>
      </form>
      <ModelNotice notice={library.notices.value.get(ADDING)} />
      {refused && <MakeRoom app={app} id={ADDING} label={refused.name} next="add" />}
      <Choices app={app} onChoose={add} />
      <HubSettings app={app} />
    </div>
  );
}

interface ChoicesProps {
  readonly app: App;
  readonly onChoose: (reference: string) => Promise<void>;
}

/** The usable files of a repository that was named without one. */
function Choices({ app, onChoose }: ChoicesProps) {
  const choices = app.library.choices.value;
  if (!choices) return null;
  if (choices.files.length === 0) return <p>{choices.repo} holds no file that can be opened here.</p>;
  return (
    <div>
      <p>{choices.repo} holds more than one file. Which one?</p>
      <ul class={styles['choices']}>
        {choices.files.map(({ path, reference, size }) => (
          <li key={path}>
            <button type="button" onClick={() => void onChoose(reference)}>
              {path}, {formatBytes(size)}
            </button>
          </li>
        ))}
      </ul>
    </div>
  );
}

/** For private models and mirrors; nothing here is stored. */
function HubSettings({ app }: { readonly app: App }) {
  const token = useSignal('');
  const hub = useSignal('');
  return (
    <details class={styles['hub']}>
      <summary>Private models and mirrors</summary>
      <div class={styles['form']}>
        <label>
          Hub token
          <input
            type="text"
            class={styles['secret']}
            autocomplete="off"
            spellcheck={false}
            value={token.value}
            onInput={({ currentTarget }) => {
              token.value = currentTarget.value;
              void app.library.setToken(currentTarget.value);
            }}
          />
        </label>
        <form
          class={styles['form']}
          onSubmit={(event) => {
            event.preventDefault();
            token.value = '';
            void app.library.setHub(hub.value);
          }}
        >
          <label>
            Hub address
            <input
              type="url"
              placeholder="https://huggingface.co"
              value={hub.value}
              onInput={({ currentTarget }) => (hub.value = currentTarget.value)}
            />
          </label>
          <button type="submit">Use this hub</button>
        </form>
      </div>
      <p class={styles['note']}>
        The token stays in this tab's memory and goes to the hub alone; it is gone when the tab is closed.
        Another hub forgets it.
      </p>
    </details>
  );
}
