import type { Alive } from './alive-lock';
import type { ModelBytes } from './model-bytes';
import type { OnProgress } from './progress';
import type { Candidates, Detection, ModelMetadata, Placement, Thresholds, Timings } from './types';

/** Builds of onnxruntime-web: the CPU alone; CPU and WebGPU for browsers with and without promise integration. */
export type RuntimeName = 'wasm' | 'jspi' | 'asyncify';

/** What computes: the graphics card or the CPU. */
export type Provider = 'webgpu' | 'wasm';

/** One way to run a model on this machine. */
export interface Backend {
  readonly runtime: RuntimeName;
  readonly provider: Provider;
  /** Of the CPU; 1 without shared memory. */
  readonly threads: number;
}

/** Cause of `engine-failed` where what was kept of the runtime was not what was built, and is gone now. */
export const DAMAGED = 'damaged';

/** A model's verified file, to be opened. */
export interface ModelFile {
  readonly id: string;
  readonly label: string;
  /** 64 lower-case hex digits. */
  readonly sha256: string;
  /** Crosses threads by reference; its bytes lie on the disk or in the browser's own process. */
  readonly file: Blob;
}

/** The same with its bytes, where they had to be read anyway. */
export interface ReadModel extends ModelFile {
  readonly bytes?: ModelBytes | undefined;
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
export interface EngineReport extends Backend {
  readonly isolated: boolean;
  readonly version: string;
  /** Layers compute in float16 instead of float32. */
  readonly half: boolean;
}

/** A picture as the network takes it. */
export interface PreparedPicture {
  /** RGB levels of 0 to 255, NCHW `[1, 3, input height, input width]`. */
  readonly tensor: Uint8Array<ArrayBuffer>;
  /** Where the picture lies in it. */
  readonly placement: Placement;
  readonly timings: Pick<Timings, 'decode' | 'letterbox'>;
}

export interface DetectRequest extends Pick<PreparedPicture, 'tensor' | 'placement'> {
  readonly iou: number;
  readonly agnostic: boolean;
}

export interface DetectResult {
  readonly candidates: Candidates;
  /** All survivors of suppression above the confidence floor, by falling confidence. */
  readonly detections: readonly Detection[];
  readonly timings: Pick<Timings, 'inference' | 'suppression'>;
  /** The request's, given back to be filled again. */
  readonly tensor: Uint8Array<ArrayBuffer>;
}

export interface OpenOptions {
  readonly provider: Provider;
  /** Compare WebGPU's answer to a probe picture with the CPU's before it is trusted. */
  readonly check: boolean;
  /** Compute in float16 on WebGPU where the model allows for it and, with `check`, the answer is as good. */
  readonly half: boolean;
}

/** What the page may ask of the engine's worker. Rejections are `AppError`s. */
export interface EngineApi extends Alive {
  /** Fetches and unpacks the runtime and sets it up; to be called before a model is opened. */
  start(backend: Backend, onProgress: OnProgress): Promise<void>;
  /** Looks through the file of a model that is to be opened, while the runtime comes. `bytes` are moved. */
  lookThrough(file: ModelFile, bytes: ModelBytes | undefined): Promise<void>;
  /**
   * Opens a model; the one before is closed.
   * @throws AppError `backend-failed` where another provider may do better, in a fresh worker
   */
  openModel(file: ModelFile, options: OpenOptions): Promise<OpenedModel>;
  /** Runs the open model over one picture. */
  detect(request: DetectRequest): Promise<DetectResult>;
  /**
   * Has the browser keep what it optimized of the runtime for the open model, for later visits: up to two seconds of a
   * core, while there is nothing to detect. To be called after a picture.
   * @param fully also with what takes up to 40 MB of memory meanwhile
   * @returns once it is done, whether there was anything that would be kept
   */
  rehearse(fully: boolean): Promise<boolean>;
  /** Suppression again with other thresholds, without running the network. */
  suppress(
    candidates: Candidates,
    thresholds: Pick<Thresholds, 'iou' | 'agnostic'>,
  ): Promise<readonly Detection[]>;
}
