import { signal } from '@preact/signals';
import { expect, test, vi } from 'vitest';
import { beginningOf } from '../client/known-file';
import type { OpenedModel } from '../shared/engine-api';
import type { Size } from '../shared/types';
import { createKeeping } from './keeping';
import { createMaps } from './maps';
import type { ModelState } from './models';
import { createPictures, type PictureResult } from './pictures';
import { planPasses, type Slicing } from './plan-passes';

const MAP: Size = { width: 3600, height: 1801 };
const FILE = new File(['dust'], 'G04_day01.jpg', { lastModified: 1 });

const ASKED = { inputSize: undefined, slicing: 1024 } as const;

function memory() {
  const rows = new Map<string, object>();
  return {
    rows,
    read: (key: string) => Promise.resolve<unknown>(structuredClone(rows.get(key))),
    write(key: string, result: object) {
      rows.set(key, structuredClone(result));
      return Promise.resolve(rows.size);
    },
    count: () => Promise.resolve(rows.size),
    clear() {
      rows.clear();
      return Promise.resolve();
    },
  };
}

/** A page that is opened anew, on the same device. */
function visit(store: ReturnType<typeof memory>, sha256 = 'a'.repeat(64)) {
  const model = { sha256 } as unknown as OpenedModel;
  const state = signal<ModelState>({ kind: 'ready', model, givenUp: undefined });
  const slicing = signal<Slicing>(1024);
  const inputSize = signal<number | undefined>(undefined);
  const [pictures, maps] = [createPictures(), createMaps()];
  const settings = { slicing, inputSize };
  const models = { state, selected: signal(undefined) };
  const keeping = createKeeping({ store, pictures, models, settings, maps });
  const add = (file = FILE) => {
    pictures.add([file]);
    const item = pictures.items.value.at(-1);
    if (!item) throw new Error('nothing was added');
    return item;
  };
  const result = async (file = FILE): Promise<PictureResult> => {
    const { tiles, wrap } = planPasses(MAP, maps.frameOf(file, MAP), slicing.value, undefined);
    const candidates = {
      boxes: Float32Array.of(1, 2, 3, 4),
      scores: Float32Array.of(0.5),
      classIds: Uint16Array.of(0),
      placement: { picture: MAP, input: MAP, gain: 1, left: 0, top: 0 },
      suppressed: false,
    };
    return {
      picture: MAP,
      beginning: await beginningOf(file),
      wrap,
      passes: tiles.map((tile) => ({ tile, candidates, detections: [] })),
      timings: { decode: 1, letterbox: 2, inference: 3, suppression: 4 },
      model,
      suppression: { iou: 0.45, agnostic: false },
      reducedFrom: undefined,
    };
  };
  return { keeping, add, result, slicing, inputSize, maps };
}

async function kept() {
  const store = memory();
  const first = visit(store);
  const result = await first.result();
  await first.keeping.keep(first.add(), result, ASKED);
  expect(first.keeping.count.value).toBe(1);
  return { store, result };
}

test('a picture that is added again on a later visit has its result', async () => {
  const { store, result } = await kept();
  const { keeping, add } = visit(store);
  const item = add(new File(['dust'], FILE.name, { lastModified: 1 }));
  const other = add(new File(['dusk'], FILE.name, { lastModified: 1 }));
  await keeping.settled();
  expect(item.status.value).toEqual({ kind: 'done', result });
  expect(item.size.value).toEqual(MAP);
  expect(other.status.value).toEqual({ kind: 'queued' });
  expect(keeping.restored.value).toBe(1);
});

test('a picture is read to be known again only where there may be something of it', async () => {
  const { store } = await kept();
  const { keeping, add } = visit(store);
  const [same, other] = [FILE.name, 'G04_day02.jpg'].map((name) => {
    const file = new File(['dust'], name, { lastModified: 1 });
    add(file);
    return vi.spyOn(file, 'slice');
  });
  await keeping.settled();
  expect(same).toHaveBeenCalledTimes(1);
  expect(other).not.toHaveBeenCalled();
});

test('another model, another input, or other tiles find nothing, until they are as they were', async () => {
  const { store } = await kept();
  const another = visit(store, 'b'.repeat(64));
  const [stranger] = [another.add()];
  await another.keeping.settled();
  expect(stranger.status.value.kind).toBe('queued');

  const { keeping, add, slicing, inputSize } = visit(store);
  inputSize.value = 1280;
  const item = add();
  await keeping.settled();
  expect(item.status.value.kind).toBe('queued');
  inputSize.value = undefined;
  slicing.value = 'off';
  await keeping.settled();
  expect(item.status.value.kind).toBe('queued');
  slicing.value = 1024;
  await keeping.settled();
  expect(item.status.value.kind).toBe('done');
});

test('a map whose edges no longer meet was cut otherwise', async () => {
  const { store } = await kept();
  const { keeping, add, maps } = visit(store);
  maps.set(FILE, MAP, { extent: { west: 0, east: 90, north: 45, south: 0 } });
  const item = add();
  await keeping.settled();
  expect(item.status.value.kind).toBe('queued');
});

test('a picture that has begun to run keeps running; what is forgotten does not come back', async () => {
  const { store } = await kept();
  const second = visit(store);
  const item = second.add();
  item.status.value = { kind: 'running' };
  await second.keeping.settled();
  expect(item.status.value.kind).toBe('running');
  await second.keeping.forget();
  expect(second.keeping.count.value).toBe(0);
  const third = visit(store);
  const again = third.add();
  await third.keeping.settled();
  expect(again.status.value.kind).toBe('queued');
});
