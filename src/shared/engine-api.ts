import type { Alive } from './alive-lock';
import type { OnProgress } from './progress';
import type { Candidates, Detection, ModelMetadata, Thresholds, Timings } from './types';

/** A model's verified file, to be opened. */
export interface ModelFile {
  readonly id: string;
  readonly label: string;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  readonly bytes: Uint8Array<ArrayBuffer>;
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

/** What the page may ask of the engine's worker. Rejections are `AppError`s. */
export interface EngineApi extends Alive {
  /** Fetches and unpacks the runtime; opening a model does it too where it was not asked for before. */
  start(onProgress: OnProgress): Promise<EngineReport>;
  /** Opens the one model of this worker. */
  openModel(file: ModelFile): Promise<OpenedModel>;
  /** Runs the open model over one picture. */
  detect(request: DetectRequest): Promise<DetectResult>;
  /** Suppression again with other thresholds, without running the network. */
  suppress(
    candidates: Candidates,
    thresholds: Pick<Thresholds, 'iou' | 'agnostic'>,
  ): Promise<readonly Detection[]>;
}
