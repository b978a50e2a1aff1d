import type { StandInHub } from '../../../e2e/stand-in-hub/start-hub';
import type { ModelsEvent } from '../../../src/shared/models-api';
import { impatientTransport } from '../../sources/impatient-transport';
import type { ModelStore } from '../../store/model-store';
import { soloTab } from '../../store/tab-link';
import type { LibraryDeps } from '../library-deps';
import { createModelLibrary } from '../model-library';

let contents = 0;

/** A library over a store, as one tab has it; called again it is the tab after a reload. */
export async function openLibrary(
  hub: StandInHub,
  store: ModelStore,
  extra: Partial<LibraryDeps> & Pick<LibraryDeps, 'rangeBytes'>,
  catalogue: object = { models: [] },
) {
  const transport = impatientTransport();
  const library = createModelLibrary({
    transport,
    store,
    tabs: soloTab(),
    newContent: () => `content${contents++}`,
    ...extra,
  });
  hub.plain.set('/models.json', new TextEncoder().encode(JSON.stringify({ hub: hub.origin, ...catalogue })));
  await library.start(`${hub.storageOrigin}/models.json`);
  const events: ModelsEvent[] = [];
  await library.subscribe((event) => events.push(event));
  return { library, transport, events };
}
