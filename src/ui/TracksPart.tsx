import type { App } from '../state/app';
import { Panel } from './Panel';
import { usePart } from './use-part';

/** What shows tracks and plots, once there are two maps with results. */
export function TracksPart({ app }: { readonly app: App }) {
  const needed = () => app.sequence.linked.value.dustyArea.length > 1;
  const part = usePart(needed, async () => (await import('./TracksPanel')).TracksPanel);
  if (!needed()) return null;
  if (part === 'failed') {
    return (
      <Panel title="Tracks">
        <p>This part of the page could not be loaded. Reload the page once there is a network.</p>
      </Panel>
    );
  }
  return part ? <part.View app={app} /> : null;
}
