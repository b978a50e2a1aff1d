import type { ModelRow } from './model-row';

/** Bytes by content name and index. A part is there as a whole or not at all. */
export interface PartStore {
  /**
   * Stores a copy of `bytes`, replacing what was there.
   *
   * @throws AppError `store-full`, `store-failed`; what was stored before stays.
   */
  put(content: string, index: number, bytes: Uint8Array<ArrayBuffer>): Promise<void>;
  get(content: string, index: number): Promise<Response | undefined>;
  /** Frees all parts of a content. */
  remove(content: string): Promise<void>;
  /** The names of all contents that have parts. */
  contents(): Promise<readonly string[]>;
}

export interface RowStore {
  all(): Promise<readonly ModelRow[]>;
  get(id: string): Promise<ModelRow | undefined>;
  /**
   * Replaces a row in one transaction, across tabs; `change` gives undefined to remove it. Resolves with what is
   * stored now.
   */
  update(
    id: string,
    change: (row: ModelRow | undefined) => ModelRow | undefined,
  ): Promise<ModelRow | undefined>;
}

/** Bytes used by and granted to the site; undefined where the browser does not tell. */
export interface StorageSpace {
  readonly usage: number | undefined;
  readonly quota: number | undefined;
  /** The browser has promised not to clear the site's data on its own. */
  readonly persisted: boolean | undefined;
}

export interface ModelStore {
  /** False: everything is in memory and lost with the tab. */
  readonly persistent: boolean;
  readonly parts: PartStore;
  readonly rows: RowStore;
  space(): Promise<StorageSpace>;
}
