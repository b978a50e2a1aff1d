import { blobReader } from './blob-reader';
import type { ModelSource } from './model-source';
import { WEIGHTS_PATH } from './split-weights';
import { WeightsFile } from './weights-file';

/** A file beside the model, as onnxruntime-web takes it. */
export interface ExternalFile {
  readonly path: string;
  readonly data: Uint8Array<ArrayBuffer>;
}

/**
 * Makes a session of a model with its weights read one after the other; as a whole where that does not work, so that
 * what is wrong with a model is told of the file as it is.
 *
 * @param create makes a session of an ONNX file and the files it refers to
 */
export async function createSession<T>(
  { file, split }: ModelSource,
  create: (model: Uint8Array<ArrayBuffer>, external: readonly ExternalFile[]) => Promise<T>,
): Promise<T> {
  const whole = async () => create(new Uint8Array(await file.arrayBuffer()), []);
  if (!split) return whole();
  const reader = blobReader(file);
  const weights = new WeightsFile(split.parts, reader.read);
  try {
    return await create(split.graph, [{ path: WEIGHTS_PATH, data: weights }]);
  } catch {
    return await whole();
  } finally {
    weights.close();
    reader.close();
  }
}
