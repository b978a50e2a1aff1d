import { TRANSFORMED_PATH, TransformedKernels } from './graph/winograd/transformed-kernels';
import type { ModelSource } from './weights/model-source';
import { WEIGHTS_PATH } from './weights/split-weights';
import { WeightsFile } from './weights/weights-file';

/** How onnxruntime-web is to open a file: with its own words. */
export interface Opening {
  /** Files beside the model. */
  readonly externalData: readonly { readonly path: string; readonly data: Uint8Array<ArrayBuffer> }[];
  readonly graphOptimizationLevel: 'all' | 'disabled';
}

/**
 * Makes a session of a model with its weights read one after the other, and of a graph that needs no optimizing if there
 * is one; as a whole where that does not work, so that what is wrong with a model is told of the file as it is.
 *
 * @param onCpu whether it is to run on the CPU, which plain graphs are for
 * @param create makes a session of an ONNX file
 */
export async function createSession<T>(
  { file, reader, split, plain }: ModelSource,
  onCpu: boolean,
  create: (model: Uint8Array<ArrayBuffer>, opening: Opening) => Promise<T>,
): Promise<T> {
  const whole = async () => {
    reader.close();
    return create(new Uint8Array(await file.arrayBuffer()), {
      externalData: [],
      graphOptimizationLevel: 'all',
    });
  };
  if (!split) return whole();
  const data = new WeightsFile(split.parts, reader.read);
  const kernels = new TransformedKernels(data);
  const externalData = [
    { path: WEIGHTS_PATH, data },
    { path: TRANSFORMED_PATH, data: kernels },
  ];
  try {
    const asItIs = onCpu ? plain() : undefined;
    return await create(asItIs ?? split.graph, {
      externalData,
      graphOptimizationLevel: asItIs ? 'disabled' : 'all',
    });
  } catch {
    return await whole();
  } finally {
    kernels.close();
    data.close();
    reader.close();
  }
}
