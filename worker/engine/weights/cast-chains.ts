import { FLOAT, FLOAT16, GRAPH, NODE, type Cast } from './onnx-schema';
import { onnxFields, type OnnxField } from './onnx-fields';

/** What follows a value: how many inputs take it, and the cast if one of them is one. */
interface Uses {
  count: number;
  cast: Cast | undefined;
}

/**
 * The casts between float16 and float32 that are the only ones to take their input, by the name of that input. None
 * where other parts of the file might know the input by its name: outputs, subgraphs, annotations.
 */
export function castChains(bytes: Uint8Array, graph: readonly OnnxField[]): ReadonlyMap<string, Cast> {
  const text = new TextDecoder();
  const uses = new Map<string, Uses>();
  const fixed = new Set<string>();
  for (const field of graph) {
    if (field.number === GRAPH.quantizationAnnotation) return new Map();
    if (field.number === GRAPH.input || field.number === GRAPH.output) {
      for (const { number, start, end } of onnxFields(bytes, field.start, field.end)) {
        if (number === 1) fixed.add(text.decode(bytes.subarray(start, end)));
      }
    }
    if (field.number !== GRAPH.node) continue;
    const node = readNode(bytes, field);
    if (node.hasSubgraph) return new Map();
    for (const input of node.inputs) {
      const use = uses.get(input) ?? { count: 0, cast: undefined };
      uses.set(input, { count: use.count + 1, cast: use.cast ?? node.cast });
    }
  }
  const casts = new Map<string, Cast>();
  for (const [input, { count, cast }] of uses) {
    if (count === 1 && cast && !fixed.has(input) && !fixed.has(cast.output)) casts.set(input, cast);
  }
  return casts;
}

interface Node {
  readonly inputs: readonly string[];
  readonly hasSubgraph: boolean;
  readonly cast: Cast | undefined;
}

function readNode(bytes: Uint8Array, node: OnnxField): Node {
  const text = new TextDecoder();
  const read = { inputs: [] as string[], outputs: [] as string[], operator: '', domain: '' };
  const attributes: Attribute[] = [];
  for (const { number, start, end } of onnxFields(bytes, node.start, node.end)) {
    const value = () => text.decode(bytes.subarray(start, end));
    if (number === NODE.input) read.inputs.push(value());
    else if (number === NODE.output) read.outputs.push(value());
    else if (number === NODE.operator) read.operator = value();
    else if (number === NODE.domain) read.domain = value();
    else if (number === NODE.attribute) attributes.push(readAttribute(bytes, start, end));
  }
  const { inputs, outputs, operator, domain } = read;
  const [output, ...others] = outputs;
  const [attribute, ...more] = attributes;
  const to = attribute?.name === 'to' ? attribute.integer : undefined;
  const plain =
    operator === 'Cast' && domain === '' && inputs.length === 1 && others.length + more.length === 0;
  const known = to === FLOAT || to === FLOAT16;
  return {
    inputs,
    hasSubgraph: attributes.some(({ isGraph }) => isGraph),
    cast: plain && known && output !== undefined ? { node, output, to } : undefined,
  };
}

interface Attribute {
  readonly name: string;
  readonly integer: number | undefined;
  readonly isGraph: boolean;
}

/** `AttributeProto`: `g` is field 6, `graphs` 11. */
function readAttribute(bytes: Uint8Array, from: number, to: number): Attribute {
  let name = '';
  let integer: number | undefined;
  let isGraph = false;
  for (const { number, value, start, end } of onnxFields(bytes, from, to)) {
    if (number === 1) name = new TextDecoder().decode(bytes.subarray(start, end));
    else if (number === 3) integer = value;
    else if (number === 6 || number === 11) isGraph = true;
  }
  return { name, integer, isGraph };
}
