import { useSignal, useSignalEffect } from '@preact/signals';
import type { App } from '../state/app';
import { Panel } from './Panel';
import type { TracksPanel } from './TracksPanel';

/** Fetches what shows tracks and plots once there are two maps with results: most visitors never need it. */
export function TracksPart({ app }: { readonly app: App }) {
  const part = useSignal<{ readonly View: typeof TracksPanel } | undefined>(undefined);
  const failed = useSignal(false);
  const needed = app.sequence.linked.value.dustyArea.length > 1;
  useSignalEffect(() => {
    if (part.peek() || app.sequence.linked.value.dustyArea.length < 2) return;
    void import('./TracksPanel').then(
      ({ TracksPanel: View }) => (part.value = { View }),
      () => (failed.value = true),
    );
  });
  if (!needed) return null;
  if (part.value) return <part.value.View app={app} />;
  return failed.value ? (
    <Panel title="Tracks">
      <p>This part of the page could not be loaded. Reload the page once there is a network.</p>
    </Panel>
  ) : null;
}
