import type {
  Backend,
  DetectRequest,
  DetectResult,
  EngineApi,
  ModelFile,
  OpenedModel,
  OpenOptions,
} from '../shared/engine-api';
import type { OnProgress } from '../shared/progress';
import { proxy, transfer, type Remote } from '../shared/rpc';
import { connectWorker } from './connect-worker';

/** A model's file of more bytes takes so much memory that the browser is to have it back after it. */
export const LARGE_BYTES = 30_000_000;
/** Pixels of an input with which a model that is not large takes little memory. */
const LITTLE_PIXELS = 640 * 640;

/** A worker of the engine, which brings up one runtime and has one model open at a time. */
export interface EngineWorker {
  /** Ends when it runs, or has ended before it did. */
  readonly awake: Promise<void>;
  onLost(listener: () => void): void;
  end(): void;
  call<T>(run: (api: Remote<EngineApi>) => Promise<T>): Promise<T>;
  /** What is brought up in it. */
  readonly backend: Backend | undefined;
  /** What is open in it. */
  readonly model: OpenedModel | undefined;
  start(backend: Backend, onProgress: OnProgress): Promise<void>;
  open(file: ModelFile, options: OpenOptions): Promise<OpenedModel>;
  /** Runs the open model; the tensor is moved. */
  detect(request: DetectRequest): Promise<DetectResult>;
  /**
   * Whether another model may take the place of the open one: where nothing has failed and little memory was taken, and
   * on the CPU alone, since a graphics card has memory of its own.
   */
  takesAnother(backend: Backend): boolean;
  /** Whether a large model was opened in it, or is being. */
  readonly isLarge: boolean;
  /** Has nothing be run any more until another model is open in it. */
  makeWay(): void;
  /** Whether a model was open in it before this one. */
  readonly hadAnother: boolean;
}

export function createEngineWorker(worker: Worker): EngineWorker {
  const connection = connectWorker<EngineApi>(worker);
  let backend: Backend | undefined;
  let model: OpenedModel | undefined;
  let hadAnother = false;
  let isWorn = false;
  let isLarge = false;
  const call = <T>(run: (api: Remote<EngineApi>) => Promise<T>) => connection.guard(run(connection.api));
  return {
    awake: connection.awake,
    onLost: (listener) => connection.onLost(listener),
    end: () => connection.end(),
    call,
    get backend() {
      return backend;
    },
    get model() {
      return model;
    },
    start(next, onProgress) {
      backend = next;
      return call((api) => api.start(next, proxy(onProgress)));
    },
    async open(file, options) {
      isLarge ||= file.file.size > LARGE_BYTES;
      const opened = await call((api) => api.openModel(file, options));
      isWorn ||= isLarge || opened.engine.provider !== 'wasm';
      model = opened;
      return opened;
    },
    async detect(request) {
      const { width, height } = request.placement.input;
      isWorn ||= width * height > LITTLE_PIXELS;
      try {
        return await call((api) => api.detect(transfer(request, [request.tensor.buffer])));
      } catch (error) {
        isWorn = true;
        throw error;
      }
    },
    takesAnother: (next) =>
      model !== undefined &&
      !isWorn &&
      next.provider === 'wasm' &&
      next.runtime === backend?.runtime &&
      next.threads === backend.threads,
    get isLarge() {
      return isLarge;
    },
    makeWay() {
      model = undefined;
      hadAnother = true;
    },
    get hadAnother() {
      return hadAnother;
    },
  };
}
