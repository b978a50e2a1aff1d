import type { ByteSource } from '../../../src/shared/byte-source';
import type { ModelBytes } from '../../../src/shared/model-bytes';
import { GRAPH, MODEL, TENSOR } from '../onnx/onnx-schema';
import { sourceFields } from '../onnx/source-fields';

/** A shorter gap costs more than it spares: each reading of a blob is a trip to another process and back. */
const SMALLEST_GAP = 128 * 1024;

/** Bytes of a file that were not read. */
export interface Gap {
  readonly start: number;
  readonly end: number;
}

export interface SparseBytes extends Pick<ModelBytes, 'sparse'> {
  readonly gaps: readonly Gap[];
}

/**
 * An ONNX file without the elements of its large weights: of a model of 50 MB, one or two are read.
 * @param onGap what else is to be done with each gap, before what comes after it is read
 * @throws AppError `model-truncated`, `model-not-onnx`
 */
export async function readSparse(
  source: ByteSource,
  onGap: (gap: Gap) => Promise<void> | undefined = () => undefined,
): Promise<SparseBytes> {
  const sparse = new Uint8Array(source.size);
  const gaps: Gap[] = [];
  let filled = 0;
  /** Fields come in the order of the file, so that it is read from its beginning to its end. */
  const forward: ByteSource = {
    size: source.size,
    async read(start, end) {
      if (end > filled) {
        const from = Math.max(start, filled);
        sparse.set(await source.read(from, end), from);
        filled = end;
      }
      return sparse.subarray(start, end);
    },
  };
  for await (const part of sourceFields(forward)) {
    if (part.number !== MODEL.graph) {
      await forward.read(part.start, part.end);
      continue;
    }
    for await (const value of sourceFields(forward, part.start, part.end)) {
      if (value.number !== GRAPH.initializer) {
        await forward.read(value.start, value.end);
        continue;
      }
      for await (const { number, start, end } of sourceFields(forward, value.start, value.end)) {
        if (number === TENSOR.rawData && end - start >= SMALLEST_GAP) {
          gaps.push({ start, end });
          await onGap({ start, end });
        } else await forward.read(start, end);
      }
    }
  }
  return { sparse, gaps };
}
