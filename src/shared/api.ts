import type { OnProgress } from './progress';
import type { Candidates, CatalogueEntry, Detection, ModelMetadata, Thresholds, Timings } from './types';

export interface OpenModelRequest {
  readonly model: CatalogueEntry;
}

export interface OpenedModel {
  readonly id: string;
  readonly label: string;
  readonly sha256: string;
  /** Bytes. */
  readonly size: number;
  readonly metadata: ModelMetadata;
  readonly engine: EngineReport;
}

/** What runs the model, to be shown. */
export interface EngineReport {
  readonly backend: 'wasm';
  readonly threads: number;
  readonly isolated: boolean;
  readonly version: string;
}

export interface DetectRequest {
  /** The picture as the person gave it; a `File` crosses threads by reference. */
  readonly picture: Blob;
  readonly name: string;
  /** Longest side of the network's input in pixels, or undefined for the model's own; ignored by static models. */
  readonly inputSize: number | undefined;
  readonly iou: number;
  readonly agnostic: boolean;
}

export interface DetectResult {
  readonly candidates: Candidates;
  /** All survivors of suppression above the confidence floor, by falling confidence. */
  readonly detections: readonly Detection[];
  readonly timings: Timings;
}

/** What the page may ask of the worker. Rejections are `AppError`s. */
export interface WorkerApi {
  /** Name of a Web Lock that the worker holds for as long as it lives: whoever gets it knows that the worker is gone. */
  aliveLock(): Promise<string>;
  /** The catalogue of this site. */
  catalogue(address: string): Promise<readonly CatalogueEntry[]>;
  /** Fetches, verifies and opens a model; it replaces the one that was open. */
  openModel(request: OpenModelRequest, onProgress: OnProgress): Promise<OpenedModel>;
  /** Runs the open model over one picture. */
  detect(request: DetectRequest): Promise<DetectResult>;
  /** Suppression again with other thresholds, without running the network. */
  suppress(
    candidates: Candidates,
    thresholds: Pick<Thresholds, 'iou' | 'agnostic'>,
  ): Promise<readonly Detection[]>;
}
