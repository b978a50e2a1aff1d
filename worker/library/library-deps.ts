import type { ByteSource } from '../../src/shared/byte-source';
import type { ErrorCode, ErrorData } from '../../src/shared/errors';
import type { ModelBytes } from '../../src/shared/model-bytes';
import type { DownloadProgress, ModelFacts } from '../../src/shared/models-api';
import type { CatalogueEntry } from '../../src/shared/types';
import type { HubAccess, Transport } from '../sources/transport';
import type { ModelStore } from '../store/model-store';
import type { TabLink } from '../store/tab-link';

/** What the tabs tell each other. */
export type TabMessage =
  | { readonly kind: 'rows' }
  | { readonly kind: 'progress'; readonly progress: DownloadProgress }
  /** What was told of a download's progress is over, however it ended. */
  | { readonly kind: 'ended'; readonly id: string }
  | {
      readonly kind: 'stopped';
      readonly id: string;
      readonly code: ErrorCode | undefined;
      readonly data: ErrorData;
    }
  | { readonly kind: 'cancel'; readonly id: string };

/** A checkpoint that was understood, before its weights are read. */
export interface OpenedCheckpointFacts {
  /** Bytes that are still to be read. */
  readonly bytesNeeded: number;
  readonly facts: ModelFacts;
}

export interface LibraryDeps {
  readonly transport: Transport;
  readonly store: ModelStore;
  readonly tabs: TabLink<TabMessage>;
  /** A name that was never used before, of letters and digits. */
  readonly newContent: () => string;
  /** Reads what a model file says of itself; rejects with an AppError where it is no model. */
  readonly inspect?: (source: ByteSource) => Promise<ModelFacts>;
  /** Reads a model that is to be run, from its beginning to its end. The source gives bytes in buffers of their own. */
  readonly read?: (source: ByteSource) => Promise<ModelBytes>;
  /** Makes an ONNX model of a checkpoint; tells what it is as soon as that is known, and waits for the answer. */
  readonly convert?: (
    source: ByteSource,
    onOpened: (opened: OpenedCheckpointFacts) => void | Promise<void>,
    signal?: AbortSignal,
  ) => Promise<{ readonly onnx: Uint8Array<ArrayBuffer>; readonly facts: ModelFacts }>;
  /** Bytes a stored range; smaller in tests. */
  readonly rangeBytes: number;
}

/** What the parts of the library share. */
export interface LibraryContext extends LibraryDeps {
  hub(): HubAccess;
  entries(): readonly CatalogueEntry[];
  entry(id: string): CatalogueEntry | undefined;
  /** Whether the entry is a file of the site itself. */
  isBundled(entry: CatalogueEntry): boolean;
}
