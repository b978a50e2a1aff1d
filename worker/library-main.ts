import type { ModelsApi } from '../src/shared/models-api';
import { expose, installErrorTransfer } from '../src/shared/rpc';
import { aliveLock } from './alive-lock';
import { convertModel } from './convert-model';
import { inspectModel } from './engine/inspect-model';
import { readModelBytes } from './engine/weights/read-model-bytes';
import { openLibrary } from './library/open-library';

installErrorTransfer();

// Calls may come before the store is open; each waits for it.
const opening = openLibrary(self, { inspect: inspectModel, read: readModelBytes, convert: convertModel });

expose({
  aliveLock,
  start: async (address) => (await opening).start(address),
  models: async () => (await opening).models(),
  subscribe: async (listener) => (await opening).subscribe(listener),
  add: async (reference) => (await opening).add(reference),
  addLocal: async (file, name) => (await opening).addLocal(file, name),
  download: async (id) => (await opening).download(id),
  open: async (id, withBytes) => (await opening).open(id, withBytes),
  noteFacts: async (id, facts) => (await opening).noteFacts(id, facts),
  cancel: async (id) => (await opening).cancel(id),
  discard: async (id) => (await opening).discard(id),
  verify: async (id) => (await opening).verify(id),
  delete: async (id) => (await opening).delete(id),
  exportFile: async (id) => (await opening).exportFile(id),
  checkForUpdates: async (id) => (await opening).checkForUpdates(id),
  storage: async () => (await opening).storage(),
  setToken: async (token) => (await opening).setToken(token),
  setHub: async (origin) => (await opening).setHub(origin),
} satisfies ModelsApi);
