import type { ByteSource } from '../../../src/shared/byte-source';
import { AppError } from '../../../src/shared/errors';
import { readEntry } from './entries';
import { MODEL } from './onnx-schema';
import { sourceFields } from './source-fields';

/** Ultralytics writes its training arguments here, a few kB; a longer property is a broken or hostile file. */
const MAX_PROPERTY_BYTES = 1_000_000;

/**
 * The `metadata_props` of an ONNX file (repeated StringStringEntryProto), which onnxruntime-web does not expose: key -> value.
 * Only the outermost message is walked; the graph is stepped over, so that the cost does not depend on its size.
 *
 * @throws AppError `model-truncated` where a field reaches over the end, `model-not-onnx` for anything else that is
 * not a ModelProto with a graph.
 */
export async function readOnnxProperties(source: ByteSource): Promise<ReadonlyMap<string, string>> {
  const properties = new Map<string, string>();
  let graph = false;
  for await (const { number, start, end } of sourceFields(source)) {
    if (number === MODEL.graph) graph = true;
    if (number === MODEL.metadata && end - start <= MAX_PROPERTY_BYTES) {
      const [key, value] = readEntry(await source.read(start, end));
      properties.set(key, value);
    }
  }
  if (!graph) throw new AppError('model-not-onnx');
  return properties;
}
