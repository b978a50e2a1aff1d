import { castChains } from './cast-chains';
import { encodeField, joinBytes } from './encode-field';
import { EXTERNAL, FLOAT, FLOAT16, GRAPH, MODEL, TENSOR, type Cast } from './onnx-schema';
import { onnxFields, type OnnxField } from './onnx-fields';
import { widenHalves } from './widen-halves';

/** Weights that are read on demand, as bytes of a file that exists nowhere. */
export interface WeightPart {
  /** Where it begins in that file, and its length there; bytes. */
  readonly offset: number;
  readonly length: number;
  /** Where it lies in the model's file. */
  readonly start: number;
  readonly end: number;
  /** Half precision in the model's file, single precision in that other one. */
  readonly widen: boolean;
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
 * and its contents at once. Weights in half precision that the graph only ever widens are handed out widened, the small
 * ones are widened where they are, and their casts are left out: otherwise onnxruntime computes them when it opens the
 * model, and keeps both; and V8 spends a second of a core and 100 MB on optimizing the function that does it.
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
  const casts = castChains(bytes, fields);
  const spared = new Set<OnnxField>();
  const parts: WeightPart[] = [];
  let offset = 0;
  const changed = new Map<OnnxField, Uint8Array>();
  for (const field of fields) {
    const weights = field.number === GRAPH.initializer ? readWeights(bytes, field) : undefined;
    if (!weights) continue;
    const { name, type, nodes } = followCasts(weights, casts);
    for (const node of nodes) spared.add(node);
    const { start, end } = weights.data;
    const tensor = { name, type, dimensions: weights.dimensions };
    const widen = type !== weights.type;
    const length = (end - start) * (widen ? 2 : 1);
    if (end - start < SMALLEST_PART) {
      const data = bytes.slice(start, end);
      if (nodes.length > 0) changed.set(field, encodeInPlace(tensor, widen ? widened(data) : data));
      continue;
    }
    parts.push({ offset, length, start, end, widen });
    changed.set(field, encodeReference(tensor, offset, length));
    offset += length;
  }
  // The casts stand anywhere before or after their weights.
  const kept = fields.filter((field) => !spared.has(field));
  const graph = joinBytes(kept.map((field) => changed.get(field) ?? bytes.subarray(field.tag, field.end)));
  return { graph, parts };
}

interface Weights {
  readonly name: string;
  readonly type: number;
  /** The fields as they are. */
  readonly dimensions: readonly Uint8Array[];
  readonly data: OnnxField;
}

/** A `TensorProto` with its elements in `raw_data`; undefined where it has anything else to it. */
function readWeights(bytes: Uint8Array, tensor: OnnxField): Weights | undefined {
  let name = '';
  let type = 0;
  let data: OnnxField | undefined;
  const dimensions: Uint8Array[] = [];
  for (const field of onnxFields(bytes, tensor.start, tensor.end)) {
    const { number, value, tag, start, end } = field;
    if (number === TENSOR.dimensions) dimensions.push(bytes.subarray(tag, end));
    else if (number === TENSOR.type) type = value;
    else if (number === TENSOR.name) name = new TextDecoder().decode(bytes.subarray(start, end));
    else if (number === TENSOR.rawData) data = field;
    else if (number !== TENSOR.documentation && !(number === TENSOR.dataLocation && value === 0))
      return undefined;
  }
  if (!data || name === '') return undefined;
  return { name, type, dimensions, data };
}

/** What is made of the weights by the casts after them, where nothing else takes them; their bits decide it exactly. */
function followCasts({ name, type }: Weights, casts: ReadonlyMap<string, Cast>) {
  const made = { name, type, nodes: [] as OnnxField[] };
  const exact = (to: number) => type === FLOAT16 || (type === FLOAT && to === FLOAT);
  // A name is made once in a valid graph; the count keeps an invalid one from going round for ever.
  for (let steps = 0; steps < casts.size; steps++) {
    const cast = casts.get(made.name);
    if (!cast || !exact(cast.to)) break;
    made.name = cast.output;
    made.type = cast.to;
    made.nodes.push(cast.node);
  }
  return made;
}

type Header = Pick<Weights, 'name' | 'type' | 'dimensions'>;

/** A `TensorProto` whose elements are in another file. */
function encodeReference(header: Header, offset: number, length: number): Uint8Array {
  const entries = Object.entries({ location: WEIGHTS_PATH, offset: `${offset}`, length: `${length}` });
  const fields = entries.map(([key, value]) =>
    encodeField(TENSOR.externalData, joinBytes([encodeField(1, key), encodeField(2, value)])),
  );
  return encodeTensor(header, [...fields, encodeField(TENSOR.dataLocation, EXTERNAL)]);
}

/** A `TensorProto` with its elements. */
function encodeInPlace(header: Header, data: Uint8Array): Uint8Array {
  return encodeTensor(header, [encodeField(TENSOR.rawData, data)]);
}

function encodeTensor({ name, type, dimensions }: Header, fields: readonly Uint8Array[]): Uint8Array {
  const tensor = [...dimensions, encodeField(TENSOR.type, type), encodeField(TENSOR.name, name), ...fields];
  return encodeField(GRAPH.initializer, joinBytes(tensor));
}

function widened({ buffer }: Uint8Array<ArrayBuffer>): Uint8Array {
  const halves = new Uint16Array(buffer);
  const singles = new Uint32Array(halves.length);
  widenHalves(halves, singles);
  return new Uint8Array(singles.buffer);
}
