import { createHash } from 'node:crypto';
import { afterEach, beforeEach } from 'vitest';
import { startHub, type StandInHub } from '../../../e2e/stand-in-hub/start-hub';
import type { ModelStore } from '../../store/model-store';
import { memoryStore } from '../../store/open-store';
import type { LibraryDeps } from '../library-deps';
import { openLibrary } from './open-library';

export const RANGE = 16 * 1024;
export const FILE = 'owner/repo/a.onnx';
export const TOKEN = 'hf_secretSECRETsecret';
export const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');

/** Bytes that do not repeat within a range, different for each `seed`. */
export function model(seed: number, length = 5 * RANGE + 321): Uint8Array<ArrayBuffer> {
  const bytes = new Uint8Array(length).map((_, at) => (at * 31 + (at >> 8) * 17 + seed * 101) & 0xff);
  bytes[0] = 8;
  return bytes;
}
export const first = model(1);
export const second = model(2);

/** Of the test that runs; a new one for each. */
export let hub: StandInHub;
export let store: ModelStore;

beforeEach(async () => {
  hub = await startHub({
    repos: [
      {
        name: 'owner/repo',
        files: [
          { path: 'a.onnx', bytes: first },
          { path: 'best.pt', bytes: second },
          { path: 'README.md', bytes: first, lfs: false },
        ],
      },
      { name: 'gated/repo', files: [{ path: 'a.onnx', bytes: first }], gated: 'auto' },
    ],
    tokens: { [TOKEN]: { opens: ['gated/repo'] }, other: { opens: [] } },
    plain: { '/plain.onnx': first },
  });
  store = { ...memoryStore(), persistent: true };
});
afterEach(() => hub.close());

/** What is kept is gone, or can be kept no longer. */
export function replaceStore(next: ModelStore): void {
  store = next;
}

/** The library of a tab over the test's store; called again it is the one after a reload. */
export const open = (extra: Partial<LibraryDeps> = {}, catalogue?: object) =>
  openLibrary(hub, store, { rangeBytes: RANGE, ...extra }, catalogue);

/** Of the bytes the engine would get. */
export async function hashOf(library: Awaited<ReturnType<typeof open>>['library'], id: string) {
  return sha256(new Uint8Array(await (await library.open(id)).file.arrayBuffer()));
}

export const state = async (library: Awaited<ReturnType<typeof open>>['library'], id: string) =>
  (await library.models()).find((entry) => entry.id === id)?.state;

/** Changes one stored byte, as a failing disk does. */
export async function damage(index: number): Promise<void> {
  const [row] = (await store.rows.all()).filter(({ kept, partial }) => kept ?? partial);
  const content = row?.kept?.content ?? row?.partial?.content ?? '';
  const bytes = new Uint8Array((await (await store.parts.get(content, index))?.arrayBuffer()) ?? []);
  bytes[7] = (bytes[7] ?? 0) ^ 1;
  await store.parts.put(content, index, bytes);
}
