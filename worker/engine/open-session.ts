import * as ort from 'onnxruntime-web/wasm';
import { AppError } from '../../src/shared/errors';
import type { Size } from '../../src/shared/types';

export interface SessionOutput {
  readonly data: Float32Array;
  readonly shape: readonly number[];
}

/** An open model with one picture input; runs are made one after the other. */
export interface Session {
  /** `[batch, 3, height, width]`; a string is a dynamic axis. */
  readonly inputShape: readonly (number | string)[];
  /** Shapes of all outputs, in the model's order. */
  readonly outputShapes: readonly (readonly (number | string)[])[];
  /**
   * Runs float32 NCHW `[1, 3, height, width]` and resolves with the first output, copied out of the runtime's memory.
   * @throws AppError `inference-failed`
   */
  run(tensor: Float32Array, size: Size): Promise<SessionOutput>;
}

/** @throws AppError `model-not-detector` where the model does not take one picture as float32. */
export function openSession(session: ort.InferenceSession): Session {
  const input = session.inputMetadata[0];
  const output = session.outputMetadata[0];
  if (session.inputMetadata.length !== 1 || !input?.isTensor || !output?.isTensor) {
    throw new AppError('model-not-detector', { reason: 'it does not take one picture' });
  }
  if (input.type !== 'float32' || input.shape.length !== 4) {
    throw new AppError('model-not-detector', {
      reason: `its input is ${input.type} ${input.shape.join(' x ')}`,
    });
  }
  let tail: Promise<unknown> = Promise.resolve();
  const runNow = async (tensor: Float32Array, { width, height }: Size): Promise<SessionOutput> => {
    const feeds = { [input.name]: new ort.Tensor('float32', tensor, [1, 3, height, width]) };
    try {
      const value = (await session.run(feeds, [output.name]))[output.name];
      return { data: toFloat32(value?.data), shape: value?.dims ?? [] };
    } catch (cause) {
      throw new AppError('inference-failed', { width, height }, { cause });
    }
  };
  return {
    inputShape: input.shape,
    outputShapes: session.outputMetadata.map((value) => (value.isTensor ? value.shape : [])),
    run(tensor, size) {
      // A rejected run must not poison the ones after it.
      const job = tail.catch(() => undefined).then(() => runNow(tensor, size));
      tail = job;
      return job;
    },
  };
}

/** Some exporters end in double precision; nothing after the network needs it. */
function toFloat32(data: ort.Tensor['data'] | undefined): Float32Array {
  if (data instanceof Float32Array) return data;
  if (data instanceof Float64Array) return Float32Array.from(data);
  throw new Error('the output is not of floating point numbers');
}
