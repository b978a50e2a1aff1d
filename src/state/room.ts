import { signal } from '@preact/signals';
import { deletableModels, type Deletable } from './deletable-models';
import type { Library } from './library';

/** What a person may delete so that a download goes on, or a file of their own is kept. */
export interface RoomChoice {
  /** Bytes that are to be freed; the browser may not have told. */
  readonly missing: number | undefined;
  readonly deletable: readonly (Deletable & { readonly ticked: boolean })[];
  /** Bytes that the ticked ones free. */
  readonly freed: number;
}

/** The choices that are open while models have found no room; `ADDING` is the id of a file that is to be added. */
export interface Room {
  /** Undefined unless the last thing noted of the model is that there is no room for it. */
  choice(id: string): RoomChoice | undefined;
  tick(id: string, which: string, ticked: boolean): void;
  /** Leaves everything as it is. */
  leave(id: string): void;
  /** Deletes what is ticked and goes on. */
  free(id: string): Promise<void>;
}

/** @param goOn keeps a model that room was made for */
export function createRoom(library: Library, goOn: (id: string) => Promise<void>): Room {
  /** What was ticked or unticked by hand, by the model that wants room; the rest is as suggested. */
  const ticks = signal<ReadonlyMap<string, ReadonlyMap<string, boolean>>>(new Map());

  function choice(id: string): RoomChoice | undefined {
    const notice = library.notices.value.get(id);
    if (notice?.kind !== 'failed' || notice.error.code !== 'store-full') return undefined;
    const { needed, available } = notice.error.data;
    const missing = needed === undefined ? undefined : Number(needed) - Number(available ?? 0);
    const own = ticks.value.get(id);
    const deletable = deletableModels(library.models.value, id, missing ?? 1).map((one) => ({
      ...one,
      ticked: own?.get(one.model.id) ?? one.suggested,
    }));
    const freed = deletable.reduce((sum, { bytes, ticked }) => sum + (ticked ? bytes : 0), 0);
    return { missing, deletable, freed };
  }

  function setTicks(id: string, own: ReadonlyMap<string, boolean>): void {
    ticks.value = new Map(ticks.value).set(id, own);
  }

  return {
    choice,
    tick(id, which, ticked) {
      setTicks(id, new Map(ticks.value.get(id)).set(which, ticked));
    },
    leave(id) {
      setTicks(id, new Map());
      library.note(id, undefined);
    },
    async free(id) {
      const chosen = choice(id)?.deletable.filter(({ ticked }) => ticked) ?? [];
      setTicks(id, new Map());
      library.note(id, undefined);
      for (const { model } of chosen) {
        // An unfinished download is freed without forgetting the model.
        await (model.keptAt === undefined ? library.discard(model.id) : library.remove(model.id));
      }
      await goOn(id);
    },
  };
}
