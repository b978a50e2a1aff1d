import type { ByteSource } from '../../src/shared/byte-source';
import type { ModelFacts } from '../../src/shared/models-api';
import { describeModel } from './describe-model';
import { readOnnxProperties } from './onnx/onnx-properties';

/** What a model file says of itself, without running it. @throws AppError `model-not-onnx`, `model-truncated` */
export async function inspectModel(source: ByteSource): Promise<ModelFacts> {
  const { task, names, inputSize } = describeModel(await readOnnxProperties(source), []);
  return { task, classes: names, inputSize };
}
