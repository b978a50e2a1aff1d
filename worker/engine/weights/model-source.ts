import { releaseBuffer } from '../../bytes/release-buffer';
import { splitWeights, type SplitModel } from './split-weights';

/** A model that can be opened more than once, without its file in this worker's memory. */
export interface ModelSource {
  readonly file: Blob;
  /** Undefined where it has to be opened as a whole. */
  readonly split: SplitModel | undefined;
}

/** Looks a model's file through for its weights. */
export async function modelSource(file: Blob): Promise<ModelSource> {
  return { file, split: await withBytes(file, splitWeights) };
}

/** What `look` makes of a file's bytes, which are gone afterwards. */
export async function withBytes<T>(file: Blob, look: (bytes: Uint8Array<ArrayBuffer>) => T): Promise<T> {
  const buffer = await file.arrayBuffer();
  try {
    return look(new Uint8Array(buffer));
  } finally {
    releaseBuffer(buffer);
  }
}
