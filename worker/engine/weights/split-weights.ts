import { constantSteps } from './constant-steps';
import { encodeField, joinBytes } from '../onnx/encode-field';
import { finishWeights, isFinished, type Finish } from './finish-weights';
import { followSteps, type Followed } from './follow-steps';
import { onnxFields, type OnnxField } from '../onnx/onnx-fields';
import { GRAPH, MODEL } from '../onnx/onnx-schema';
import { encodeInPlace, encodeReference, readWeightTensor, type WeightTensor } from './weight-tensor';

/** Weights that are read on demand, as bytes of a file that exists nowhere. */
export interface WeightPart extends Finish {
  /** Where it begins in that file, and its length there; bytes. */
  readonly offset: number;
  readonly length: number;
  /** Where it lies in the model's file. */
  readonly start: number;
  readonly end: number;
}

export interface SplitModel {
  /** The model with its large weights replaced by references to the file `WEIGHTS_PATH`. */
  readonly graph: Uint8Array<ArrayBuffer>;
  readonly parts: readonly WeightPart[];
}

export const WEIGHTS_PATH = 'weights';

/** Bytes. Smaller ones, such as shapes and biases, stay: onnxruntime looks at some while it reads the graph. */
const SMALLEST_PART = 1024;

/**
 * Takes the weights out of an ONNX model, so that onnxruntime asks for one after the other instead of holding the file
 * and its contents at once. Weights in half precision that the graph only ever widens are handed out widened, and scaled
 * where a normalisation's factors follow; the small ones are changed where they are. The nodes that would do it are left
 * out: otherwise onnxruntime computes them when it opens the model, which takes as long as all the rest of it, and memory
 * for both; and V8 spends a second of a core and 100 MB on optimizing the function that casts.
 *
 * Undefined where there is nothing to take out or the file is none of the ordinary kind; the weights that are stored
 * in an unusual way stay where they are.
 */
export function splitWeights(bytes: Uint8Array): SplitModel | undefined {
  try {
    const graphs = [...onnxFields(bytes)].filter(({ number }) => number === MODEL.graph);
    const [graph] = graphs;
    // Several are merged into one by a reader of protocol buffers: legal, and seen nowhere.
    if (!graph || graphs.length > 1) return undefined;
    const split = splitGraph(bytes, [...onnxFields(bytes, graph.start, graph.end)]);
    if (split.parts.length === 0) return undefined;
    const changed = encodeField(MODEL.graph, split.graph);
    const model = joinBytes([bytes.subarray(0, graph.tag), changed, bytes.subarray(graph.end)]);
    return { graph: model, parts: split.parts };
  } catch {
    // onnxruntime says better what is wrong with it.
    return undefined;
  }
}

function splitGraph(bytes: Uint8Array, fields: readonly OnnxField[]): SplitModel {
  const tensors = readTensors(bytes, fields);
  const { followed, spared } = followAll(bytes, fields, tensors);
  const parts: WeightPart[] = [];
  const changed = new Map<OnnxField, Uint8Array>();
  let offset = 0;
  for (const { field, type: stored, dimensions, data } of tensors.values()) {
    const made = followed.get(field);
    if (!made || spared.has(field)) continue;
    const { start, end } = data;
    const header = { name: made.name, type: made.type, dimensions };
    const finish = { widen: made.type !== stored, scale: made.scale };
    const length = (end - start) * (finish.widen ? 2 : 1);
    if (end - start >= SMALLEST_PART) {
      parts.push({ offset, length, start, end, ...finish });
      changed.set(field, encodeReference(header, WEIGHTS_PATH, offset, length));
      offset += length;
    } else if (made.spared.length > 0) {
      changed.set(field, encodeInPlace(header, finished(bytes.subarray(start, end), length, finish)));
    }
  }
  const kept = fields.filter((field) => !spared.has(field));
  const graph = joinBytes(kept.map((field) => changed.get(field) ?? bytes.subarray(field.tag, field.end)));
  return { graph, parts };
}

function readTensors(bytes: Uint8Array, fields: readonly OnnxField[]): ReadonlyMap<string, WeightTensor> {
  const tensors = new Map<string, WeightTensor>();
  for (const field of fields) {
    const tensor = field.number === GRAPH.initializer ? readWeightTensor(bytes, field) : undefined;
    if (tensor) tensors.set(tensor.name, tensor);
  }
  return tensors;
}

/** What becomes of each tensor, by its field, and what is not needed then; that stands anywhere, before or after it. */
function followAll(
  bytes: Uint8Array,
  fields: readonly OnnxField[],
  tensors: ReadonlyMap<string, WeightTensor>,
) {
  const steps = constantSteps(bytes, fields);
  const followed = new Map<OnnxField, Followed>();
  const spared = new Set<OnnxField>();
  for (const tensor of tensors.values()) {
    if (spared.has(tensor.field)) continue;
    const made = followSteps(bytes, tensor, steps, tensors);
    followed.set(tensor.field, made);
    for (const field of made.spared) spared.add(field);
  }
  return { followed, spared };
}

function finished(stored: Uint8Array, length: number, finish: Finish): Uint8Array {
  if (isFinished(finish)) return stored;
  const singles = new Float32Array(length / 4);
  finishWeights(stored, finish, singles);
  return new Uint8Array(singles.buffer);
}
