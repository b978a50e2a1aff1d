import { toHex } from '../../src/shared/to-hex';
import { browserTransport } from '../sources/browser-transport';
import { LIMITS } from '../sources/limits';
import { openStore } from '../store/open-store';
import { browserTabs, soloTab } from '../store/tab-link';
import type { LibraryDeps } from './library-deps';
import { createModelLibrary, type ModelLibrary } from './model-library';

function randomName(): string {
  return toHex(crypto.getRandomValues(new Uint8Array(16)));
}

/** The library over the browser's own network and storage. `steps` are what it does with models' contents. */
export async function openLibrary(
  scope: WorkerGlobalScope & typeof globalThis,
  steps: Pick<LibraryDeps, 'inspect' | 'read' | 'convert'> = {},
): Promise<ModelLibrary> {
  const store = await openStore(scope);
  // Missing where the page is not a secure context. Without storage in common there is nothing to lock.
  const locks = scope.navigator.locks as LockManager | undefined;
  return createModelLibrary({
    transport: browserTransport(scope),
    store,
    tabs: store.persistent && locks ? browserTabs(locks) : soloTab(),
    newContent: randomName,
    rangeBytes: LIMITS.rangeBytes,
    ...steps,
  });
}
