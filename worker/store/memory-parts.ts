import type { PartStore } from './model-store';

/** Parts in memory, for a browser without storage. As blobs, which it may move to its disk. */
export function memoryParts(): PartStore {
  const contents = new Map<string, Map<number, Blob>>();
  return {
    put(content, index, bytes) {
      const parts = contents.get(content) ?? new Map<number, Blob>();
      contents.set(content, parts.set(index, new Blob([bytes])));
      return Promise.resolve();
    },
    get(content, index) {
      const blob = contents.get(content)?.get(index);
      return Promise.resolve(blob && new Response(blob));
    },
    remove(content) {
      contents.delete(content);
      return Promise.resolve();
    },
    contents: () => Promise.resolve([...contents.keys()]),
  };
}
