import type { InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import type { Provider } from '../../src/shared/engine-api';
import type { End } from '../../src/shared/end';
import { AppError } from '../../src/shared/errors';
import type { Size } from '../../src/shared/types';
import { explainFailure } from './explain-failure';
import { byteFeed, cardFeed, unitFeed } from './picture-feed';
import type { Ort } from './runtimes';
import { withPatience } from './with-patience';

export interface SessionOutput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** An open model with one picture input. Who runs it waits for each run before the next. */
export interface Session {
  readonly provider: Provider;
  /** `[batch, 3, height, width]`; a string is a dynamic axis. */
  readonly inputShape: readonly (number | string)[];
  /** Shapes of all outputs, in the model's order. */
  readonly outputShapes: readonly (readonly (number | string)[])[];
  /**
   * Runs RGB levels of 0 to 255, NCHW `[1, 3, height, width]`, and resolves with the first output, copied out of the
   * runtime's memory.
   * @throws AppError `inference-failed`, `out-of-memory`, and `backend-failed` on WebGPU
   */
  run(levels: Uint8Array, size: Size): Promise<SessionOutput>;
  /** Frees what it holds, as far as a WebAssembly memory can. */
  release(): Promise<void>;
}

/** The graphics device that the session works on. */
export interface Card {
  readonly device: GPUDevice;
  /** Comes when the device is gone. */
  readonly lost: End;
}

/** Shaders are compiled in the first run, which takes many times as long; milliseconds. */
const PATIENCE = { first: 120_000, later: 30_000 };

/**
 * @param card undefined on the CPU, which is never given up
 * @throws AppError `model-not-detector` where the model does not take one picture, as float32 of 0 to 1 or as bytes.
 */
export function openSession(ort: Ort, session: InferenceSession, card: Card | undefined): Session {
  const { input, output } = pictureInput(session);
  const provider = card ? 'webgpu' : 'wasm';
  const unit = () => (card ? cardFeed(ort, card.device) : unitFeed(ort));
  const feed = input.type === 'uint8' ? byteFeed(ort) : unit();
  let patience = PATIENCE.first;

  async function run(levels: Uint8Array, { width, height }: Size): Promise<SessionOutput> {
    try {
      const feeds = { [input.name]: feed.tensorOf(levels, [1, 3, height, width]) };
      const job = session.run(feeds, [output.name]);
      const value = (await (card ? withPatience(job, card.lost, patience) : job))[output.name];
      patience = PATIENCE.later;
      return { data: toFloat32(value?.data), shape: value?.dims ?? [] };
    } catch (cause) {
      throw explainFailure(
        cause,
        provider,
        'exception',
        () => new AppError('inference-failed', { width, height }, { cause }),
      );
    }
  }

  return {
    provider,
    inputShape: input.shape,
    outputShapes: session.outputMetadata.map((value) => (value.isTensor ? value.shape : [])),
    run,
    release() {
      feed.free();
      return session.release();
    },
  };
}

function pictureInput(session: InferenceSession) {
  const input = session.inputMetadata[0];
  const output = session.outputMetadata[0];
  if (session.inputMetadata.length !== 1 || !input?.isTensor || !output?.isTensor) {
    throw new AppError('model-not-detector', { reason: 'it does not take one picture' });
  }
  if ((input.type !== 'float32' && input.type !== 'uint8') || input.shape.length !== 4) {
    throw new AppError('model-not-detector', {
      reason: `its input is ${input.type} ${input.shape.join(' x ')}`,
    });
  }
  return { input, output };
}

/** Some exporters end in double precision; nothing after the network needs it. */
function toFloat32(data: Tensor['data'] | undefined): Float32Array {
  if (data instanceof Float32Array) return data;
  if (data instanceof Float64Array) return Float32Array.from(data);
  throw new Error('the output is not of floating point numbers');
}
