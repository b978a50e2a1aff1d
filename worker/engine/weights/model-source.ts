import type { ModelBytes } from '../../../src/shared/model-bytes';
import { releaseBuffer } from '../../bytes/release-buffer';
import { improveGraph } from '../graph/improve-graph';
import { plainGraph } from '../graph/plain-graph';
import { blobSource } from '../blob-source';
import { bytesSource } from '../bytes-source';
import { readOnnxProperties } from '../onnx/onnx-properties';
import { blobReader, bytesReader, WHOLE_BYTES, type BlobReader } from './blob-reader';
import { readSparse } from './sparse-bytes';
import { splitWeights, type SplitModel } from './split-weights';

/** A model that can be opened more than once, without its file in this worker's memory but for a small one's until then. */
export interface ModelSource {
  readonly file: Blob;
  readonly reader: BlobReader;
  /** Undefined where it has to be opened as a whole. */
  readonly split: SplitModel | undefined;
  /** A plain graph in its place, for the CPU, if there is one; made once, when it is asked for first. */
  readonly plain: () => Uint8Array<ArrayBuffer> | undefined;
}

/** What there is to know of a model's file without the runtime. */
export interface LookedThrough {
  /** As `readOnnxProperties` has them. */
  readonly properties: ReadonlyMap<string, string>;
  readonly model: ModelSource;
}

/**
 * Looks a model's file through; a small one in one go, since what is waited for comes only after the runtime's start,
 * which keeps this thread busy.
 * @param read its bytes, where they have been read; they are freed as they are used
 * @throws AppError `model-truncated`, `model-not-onnx`
 */
export async function lookThroughModel(file: Blob, read?: ModelBytes): Promise<LookedThrough> {
  if (read) {
    const properties = await readOnnxProperties(bytesSource(read.sparse));
    const reader = bytesReader(file, read);
    const split = splitSparse(read.sparse, read.weights.keys());
    if (split) return { properties, model: makeSource(file, reader, split) };
    reader.close();
  }
  if (file.size > WHOLE_BYTES) {
    return { properties: await readOnnxProperties(blobSource(file)), model: await modelSource(file) };
  }
  const reader = blobReader(file);
  // The reader keeps them: what has to be read twice costs 10 ms between the runtime's start and the first picture.
  const bytes = reader.read(0, file.size);
  const properties = await readOnnxProperties(bytesSource(bytes));
  return { properties, model: makeSource(file, reader, splitWeights(bytes)) };
}

/** Looks a model's file through for its weights. */
export async function modelSource(file: Blob): Promise<ModelSource> {
  const sparse = file.size > WHOLE_BYTES ? await splitUnread(file) : undefined;
  return makeSource(file, blobReader(file), sparse ?? (await withBytes(file, splitWeights)));
}

function makeSource(file: Blob, reader: BlobReader, split: SplitModel | undefined): ModelSource {
  let made: { readonly plain: Uint8Array<ArrayBuffer> | undefined } | undefined;
  const plain = () => (made ??= { plain: split && plainGraph(split.graph, improveGraph) }).plain;
  return { file, reader, split, plain };
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

/** Without reading the weights; undefined where the model cannot do without some of them. */
async function splitUnread(file: Blob): Promise<SplitModel | undefined> {
  const read = await readSparse(blobSource(file)).catch(() => undefined);
  if (!read) return undefined;
  const { sparse, gaps } = read;
  const split = splitSparse(
    sparse,
    gaps.map(({ start }) => start),
  );
  releaseBuffer(sparse.buffer);
  return split;
}

/** @param gaps where the weights begin that are missing */
function splitSparse(sparse: Uint8Array, gaps: Iterable<number>): SplitModel | undefined {
  const split = splitWeights(sparse);
  const taken = new Set(split?.parts.map(({ start }) => start));
  return [...gaps].every((start) => taken.has(start)) ? split : undefined;
}
