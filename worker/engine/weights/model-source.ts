import { releaseBuffer } from './release-buffer';
import { splitWeights, type SplitModel } from './split-weights';

/** A model that can be opened more than once, without its file in this worker's memory. */
export interface ModelSource {
  readonly file: Blob;
  /** Undefined where it has to be opened as a whole. */
  readonly split: SplitModel | undefined;
}

/** Moves a model's bytes into a blob, which lies in the memory of the browser's own process; `bytes` are gone. */
export function modelSource(bytes: Uint8Array<ArrayBuffer>): ModelSource {
  const source = { file: new Blob([bytes]), split: splitWeights(bytes) };
  releaseBuffer(bytes.buffer);
  return source;
}
