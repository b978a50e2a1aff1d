import type { ModelFacts } from '../../src/shared/models-api';

/** Where a model comes from. A token is never part of it, nor a signed address. */
export type RowSource =
  | {
      readonly kind: 'hub';
      readonly repo: string;
      readonly revision: string | undefined;
      readonly path: string;
    }
  | { readonly kind: 'address'; readonly address: string }
  | { readonly kind: 'file'; readonly name: string };

/** A file as its source describes it; members are undefined where the source does not tell. */
export interface RemoteFile {
  readonly commit: string | undefined;
  readonly size: number | undefined;
  /** Published by the source. */
  readonly sha256: string | undefined;
  readonly validator: string | undefined;
}

/** A source that has told nothing yet, or cannot. */
export const UNTOLD: RemoteFile = {
  commit: undefined,
  size: undefined,
  sha256: undefined,
  validator: undefined,
};

/** One stored range. */
export interface Part {
  readonly size: number;
  readonly sha256: string;
  /** Place in the file of its first byte, where parts are not the file from its beginning: those of a checkpoint. */
  readonly start?: number;
}

/** A download under way. Only the parts listed here count, whatever else lies in the cache under `content`. */
export interface PartialContent {
  readonly content: string;
  readonly file: RemoteFile;
  readonly parts: readonly Part[];
  /** Bytes that will be here in the end, where that is known and less than the file. */
  readonly needed?: number | undefined;
  /** Name of the bytes of the model that is being made of it. */
  readonly model?: string;
}

/** A file whose hash was found right. */
export interface KeptContent {
  readonly content: string;
  readonly file: RemoteFile;
  readonly parts: readonly Part[];
  readonly size: number;
  readonly sha256: string;
  /** Milliseconds since 1970. */
  readonly keptAt: number;
  readonly usedAt: number;
}

/**
 * A model as this device knows it. `content` names bytes in the cache; a name is used for one file only and never
 * again, so whoever reads by an old row finds the old bytes or nothing, never a mixture.
 */
export interface ModelRow {
  /** Of this record's layout, for a later release. */
  readonly version: 1;
  readonly id: string;
  readonly label: string;
  readonly source: RowSource;
  /** What the source had when it was last asked. */
  readonly offered: RemoteFile | undefined;
  readonly partial: PartialContent | undefined;
  readonly kept: KeptContent | undefined;
  /** The stored bytes of `kept` no longer have their hash. */
  readonly damaged: boolean;
  readonly facts: ModelFacts | undefined;
}

/** A model of which nothing is stored yet. */
export function newRow(id: string, label: string, source: RowSource): ModelRow {
  return {
    version: 1,
    id,
    label,
    source,
    offered: undefined,
    partial: undefined,
    kept: undefined,
    damaged: false,
    facts: undefined,
  };
}

/** Whether a stored record is one of this release's; others are left alone, not deleted. */
export function isModelRow(value: unknown): value is ModelRow {
  return (
    typeof value === 'object' &&
    value !== null &&
    (value as Partial<ModelRow>).version === 1 &&
    typeof (value as Partial<ModelRow>).id === 'string'
  );
}
