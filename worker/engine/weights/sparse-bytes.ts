import type { ByteSource } from '../../../src/shared/byte-source';
import { GRAPH, MODEL, TENSOR } from '../onnx/onnx-schema';
import { sourceFields } from '../onnx/source-fields';

/** A shorter gap costs more than it spares: each reading of a blob is a trip to another process and back. */
const SMALLEST_GAP = 128 * 1024;

/** Bytes of a file that were not read. */
export interface Gap {
  readonly start: number;
  readonly end: number;
}

export interface SparseBytes {
  /** As long as the file. The gaps are zeros that nobody has touched, which take no memory. */
  readonly bytes: Uint8Array<ArrayBuffer>;
  readonly gaps: readonly Gap[];
}

/**
 * An ONNX file without the elements of its large weights: of a model of 50 MB, one or two are read.
 * @throws AppError `model-truncated`, `model-not-onnx`
 */
export async function readSparse(source: ByteSource): Promise<SparseBytes> {
  const bytes = new Uint8Array(source.size);
  const gaps: Gap[] = [];
  let filled = 0;
  /** Fields come in the order of the file, so that it is read from its beginning to its end. */
  const forward: ByteSource = {
    size: source.size,
    async read(start, end) {
      if (end > filled) {
        const from = Math.max(start, filled);
        bytes.set(await source.read(from, end), from);
        filled = end;
      }
      return bytes.subarray(start, end);
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
        if (number === TENSOR.rawData && end - start >= SMALLEST_GAP) gaps.push({ start, end });
        else await forward.read(start, end);
      }
    }
  }
  return { bytes, gaps };
}
