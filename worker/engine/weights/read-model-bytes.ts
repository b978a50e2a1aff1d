import type { ByteSource } from '../../../src/shared/byte-source';
import type { ModelBytes } from '../../../src/shared/model-bytes';
import { WHOLE_BYTES } from './blob-reader';
import { readSparse } from './sparse-bytes';

/**
 * All bytes of an ONNX file, read from its beginning to its end; of a small one in one piece, since finding the weights
 * takes longer than they take memory.
 * @param source gives bytes in a buffer of their own, each time
 * @throws AppError `model-truncated`, `model-not-onnx`
 */
export async function readModelBytes(source: ByteSource): Promise<ModelBytes> {
  if (source.size <= WHOLE_BYTES) {
    return { sparse: await source.read(0, source.size), weights: new Map() };
  }
  const weights = new Map<number, Uint8Array<ArrayBuffer>>();
  const { sparse } = await readSparse(source, async ({ start, end }) => {
    weights.set(start, await source.read(start, end));
  });
  return { sparse, weights };
}
