import type { Alive } from './alive-lock';
import type { ReadModel } from './engine-api';
import type { ErrorCode, ErrorData } from './errors';
import type { CatalogueEntry, Size } from './types';

/**
 * `bundled`: part of the site. `kept`: verified and on this device. `memory`: verified, but lost with the tab.
 * `partial`: some ranges are here. `remote`: nothing is. `update`: kept, and its source has another file by now.
 * `damaged`: what is stored no longer has its hash; it is never run.
 */
export type ModelState = 'bundled' | 'kept' | 'memory' | 'partial' | 'remote' | 'update' | 'damaged';

/** What a model file is, judged by its name; a checkpoint is converted before it is run. */
export type ModelFormat = 'onnx' | 'checkpoint' | 'unknown';

/** What the engine learned of a model when it read it. */
export interface ModelFacts {
  readonly task: string;
  readonly classes: readonly string[];
  readonly inputSize: Size;
  /** Set where the model was converted from a checkpoint. */
  readonly checkpoint?: CheckpointFacts | undefined;
}

/** What a checkpoint says of its training, and what of it was read. Unsaid is undefined or empty. */
export interface CheckpointFacts {
  readonly architecture: string | undefined;
  readonly parameters: number;
  readonly date: string | undefined;
  /** Of the program that wrote it. */
  readonly version: string | undefined;
  readonly license: string | undefined;
  readonly metrics: readonly (readonly [name: string, value: string | number | boolean])[];
  readonly arguments: readonly (readonly [name: string, value: string | number | boolean])[];
  /** Bytes of the file that were read, or, before the conversion, that are still to be read; and its size. */
  readonly bytesRead: number;
  readonly fileSize: number;
  /** Of the parts that were read, in the order of reading; 64 hex digits. Undefined before the conversion. */
  readonly sha256OfParts: string | undefined;
}

/** One row of the panel. Times are milliseconds since 1970, sizes bytes. */
export interface ModelView {
  readonly id: string;
  readonly label: string;
  readonly state: ModelState;
  readonly format: ModelFormat;
  /** Reference or address as it can be pasted again, or the name of a local file. Never a signed address. */
  readonly source: string;
  /** The source can be shared as `?model=`; a local file cannot. */
  readonly shareable: boolean;
  /** Page of the file for people, where the source has one. */
  readonly page: string | undefined;
  readonly size: number | undefined;
  /** Bytes of the unfinished download that are safely stored. */
  readonly received: number;
  /** Bytes it will have in the end: of a checkpoint, only those that hold the network. */
  readonly needed: number | undefined;
  readonly sha256: string | undefined;
  /** The hash was published by the source; otherwise it was recorded when the file first came. */
  readonly sha256Published: boolean;
  readonly commit: string | undefined;
  readonly keptAt: number | undefined;
  readonly usedAt: number | undefined;
  readonly facts: ModelFacts | undefined;
  /** Defaults that the catalogue gives for it. */
  readonly thresholds: CatalogueEntry['thresholds'];
  /** Side in picture pixels of the tiles that whole maps are cut into for it. */
  readonly tileSide: number | undefined;
  /** Set while any tab downloads this model. */
  readonly progress: DownloadProgress | undefined;
}

/** How a running download stands. */
export interface DownloadProgress {
  readonly id: string;
  readonly received: number;
  readonly total: number | undefined;
  /** Over the last seconds; 0 until known. */
  readonly bytesPerSecond: number;
  readonly secondsLeft: number | undefined;
  /** Set while a failed request waits for its next attempt: when that is, and what had failed. */
  readonly waiting: { readonly until: number; readonly cause: ErrorCode } | undefined;
}

/** A file of a repository that was named without one. */
export interface ModelChoice {
  readonly path: string;
  /** To be given to `add`. */
  readonly reference: string;
  readonly format: ModelFormat;
  readonly size: number;
  readonly sha256: string | undefined;
}

/** What a reference turned out to be. */
export type Added =
  | { readonly kind: 'model'; readonly model: ModelView }
  | {
      readonly kind: 'choices';
      readonly repo: string;
      readonly commit: string;
      readonly gated: boolean;
      readonly page: string;
      readonly files: readonly ModelChoice[];
    };

/** The device's storage, in bytes. */
export interface StorageReport {
  /** False: models live in memory only and are lost with the tab. */
  readonly available: boolean;
  readonly usage: number | undefined;
  readonly quota: number | undefined;
  readonly persisted: boolean | undefined;
  /** A model is kept and the browser has not promised to keep it: the page, which alone may, should ask. */
  readonly askToPersist: boolean;
}

export type ModelsEvent =
  | { readonly kind: 'models'; readonly models: readonly ModelView[] }
  | { readonly kind: 'progress'; readonly progress: DownloadProgress }
  /** A download ended without its model, in whichever tab; an abort has no code. */
  | {
      readonly kind: 'stopped';
      readonly id: string;
      readonly code: ErrorCode | undefined;
      readonly data: ErrorData;
    };

/** What the page may ask about models. Rejections are `AppError`s, or an abort after `cancel`. */
export interface ModelsApi extends Alive {
  /** Reads the site's catalogue; to be called first, and once more after a failure. */
  start(catalogueAddress: string): Promise<readonly ModelView[]>;
  models(): Promise<readonly ModelView[]>;
  /** Tells every change from now on, whichever tab caused it. One listener; it lasts as long as the worker. */
  subscribe(listener: (event: ModelsEvent) => void): Promise<void>;
  /** Looks a pasted reference up. Fetches facts only, never the model. */
  add(reference: string): Promise<Added>;
  /** Keeps a file of the person's own. */
  addLocal(file: Blob, name: string): Promise<ModelView>;
  /** Resolves once the model is verified and kept; continues from the last stored range. */
  download(id: string): Promise<ModelView>;
  /**
   * The verified file of a model, fetched first if it is part of the site; never a damaged one.
   * Its progress is told to the listener like a download's. A kept one comes with its bytes where they are asked for.
   */
  open(id: string, withBytes?: boolean): Promise<ReadModel>;
  /** What the engine has read out of a model, to be shown from now on. */
  noteFacts(id: string, facts: ModelFacts): Promise<void>;
  /** Stops the download in whichever tab it runs; what came stays. */
  cancel(id: string): Promise<void>;
  /** Frees what came of an unfinished download, stopping it first. */
  discard(id: string): Promise<void>;
  /** Reads the stored bytes again; false where they no longer have their hash. */
  verify(id: string): Promise<boolean>;
  delete(id: string): Promise<void>;
  /** The verified file. */
  exportFile(id: string): Promise<Blob>;
  /** Asks the source whether its branch has moved; the state becomes `update` where the file is another. */
  checkForUpdates(id: string): Promise<ModelView>;
  storage(): Promise<StorageReport>;
  /** Held in memory only, sent to the hub's origin only. */
  setToken(token: string | undefined): Promise<void>;
  /** Another hub with the same paths, e.g. a mirror; forgets the token. */
  setHub(origin: string): Promise<void>;
}
